import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { buildOpenApi } from '@linkang/server/platform/http/openapi';
import { renderErrorCodes, renderOpenApi, reservedCodes } from '@linkang/server/scripts/openapi';
import { policies, routeTable, type RouteName } from '@linkang/shared/api/index';
import type { RouteDef } from '@linkang/shared/api/route';
import { errorCatalogue, type ErrorCode } from '@linkang/shared/errors';

const root = path.resolve(__dirname, '../..');

interface Operation {
  operationId: string;
  summary?: string;
  security?: object[];
  parameters?: { name: string; in: string }[];
  requestBody?: object;
  responses: Record<string, { description: string }>;
}

const document = buildOpenApi() as { openapi: string; paths: Record<string, Record<string, Operation>> };
const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
const routes = Object.entries(routeTable).flatMap(([feature, group]) =>
  Object.entries(group).map(([key, route]) => [`${feature}.${key}` as RouteName, route as RouteDef] as const),
);
const codes = Object.keys(errorCatalogue) as ErrorCode[];

describe('the generated documents', () => {
  it.each([
    ['openapi.json', renderOpenApi],
    ['error-codes.md', renderErrorCodes],
  ])('docs/%s is what the route table gives: after a change run `npm run openapi`', (file, render) => {
    expect(readFileSync(path.join(root, 'docs', file), 'utf8')).toBe(render());
  });

  it('comes out the same each time', () => {
    expect(renderOpenApi()).toBe(renderOpenApi());
    expect(document.openapi).toBe('3.1.0');
  });
});

describe('the description of each route', () => {
  const operationOf = (name: RouteName): Operation =>
    operations.find((operation) => operation.operationId === name) as Operation;

  it('is there once', () => {
    expect(operations.map((operation) => operation.operationId).sort()).toEqual(Object.keys(policies).sort());
  });

  it.each(routes)('%s', (name, route) => {
    const operation = operationOf(name);
    expect(document.paths[route.path.replace(/:(\w+)/g, '{$1}')]?.[route.method]).toBe(operation);
    expect(operation.summary?.length).toBeGreaterThan(5);
    const names = (place: string) =>
      (operation.parameters ?? []).filter((parameter) => parameter.in === place).map((parameter) => parameter.name);
    expect(names('path')).toEqual([...route.path.matchAll(/:(\w+)/g)].map((found) => found[1]));
    expect(names('header')).toEqual(route.idempotent ? ['Idempotency-Key'] : []);
    expect(Boolean(operation.requestBody)).toBe(Boolean(route.body ?? route.upload));
    expect(operation.security?.some((way) => Object.keys(way).length === 0)).toBe(Boolean(policies[name].public));
    const success = route.fileType ? '200' : route.reply ? String(route.status ?? 200) : '204';
    expect(Object.keys(operation.responses)).toContain(success);
    for (const code of route.errors ?? [])
      expect(operation.responses[errorCatalogue[code].status]?.description).toContain(code);
  });
});

const sourcesIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'));
const codesIn = (sources: string[]): Set<string> =>
  new Set(sources.flatMap((text) => [...text.matchAll(/'([A-Z][A-Z_]+)'/g)].map((found) => found[1] as string)));
const thrownIn = (sources: string[]): Set<ErrorCode> =>
  new Set(
    sources.flatMap((text) => [...text.matchAll(/new AppError\('([A-Z_]+)'/g)].map((found) => found[1] as ErrorCode)),
  );

describe('the error catalogue', () => {
  const server = codesIn(sourcesIn(path.join(root, 'server/src')));

  it.each(codes)('%s is answered somewhere, or reserved for later', (code) => {
    expect([code, server.has(code)]).toEqual([code, !reservedCodes.includes(code)]);
  });

  it('names every code that a route says it answers', () => {
    expect(routes.flatMap(([, route]) => route.errors ?? []).filter((code) => !codes.includes(code))).toEqual([]);
  });

  it('has texts to show: Chinese, short, with what to do next', () => {
    for (const code of codes) {
      const { title, detail, status } = errorCatalogue[code];
      expect(title).toMatch(/^[\u4e00-\u9fff]{2,12}$/);
      expect(detail).toMatch(/^[\u4e00-\u9fff].{5,40}。$/);
      expect(status).toBeGreaterThanOrEqual(400);
    }
  });

  const features = Object.keys(routeTable);
  it.each(features)('knows from the description of %s every refusal that the module throws', (feature) => {
    const described = operations
      .filter((operation) => operation.operationId.startsWith(`${feature}.`))
      .flatMap((operation) => Object.values(operation.responses).map((response) => response.description))
      .join(', ');
    const thrown = thrownIn(sourcesIn(path.join(root, 'server/src/modules', feature)));
    expect([...thrown].filter((code) => !described.includes(code))).toEqual([]);
  });
});
