import { OpenAPIRegistry, OpenApiGeneratorV31, extendZodWithOpenApi } from '@asteasolutions/zod-to-openapi';
import { policies, routeTable, type RouteName } from '@linkang/shared/api/index';
import type { RouteDef } from '@linkang/shared/api/route';
import { linksOf } from './openapi-links';
import { errorCatalogue, type ErrorCode } from '@linkang/shared/errors';
import { z } from 'zod';

extendZodWithOpenApi(z);

const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    code: z.enum(Object.keys(errorCatalogue) as [ErrorCode, ...ErrorCode[]]),
    requestId: z.string(),
    fields: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })).optional(),
    conflict: z.unknown().optional(),
    serverTime: z.string().optional(),
    releaseAt: z.string().optional(),
  })
  .openapi('Problem');

const bearer = [{ bearer: [] }];

/** Codes that a route can answer, besides those that it names. */
const commonCodes = (name: RouteName, route: RouteDef): ErrorCode[] => {
  const row = policies[name];
  const codes: ErrorCode[] = ['RATE_LIMITED', 'INTERNAL', 'BUSY', 'AUTH_EXPIRED'];
  if (route.params || route.query || route.body || route.upload || route.idempotent) codes.push('VALIDATION_FAILED');
  if (route.params || route.body || route.query) codes.push('NOT_FOUND');
  if (route.body || route.upload) codes.push('PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE');
  if (route.idempotent) codes.push('IDEMPOTENCY_MISMATCH', 'IDEMPOTENCY_IN_PROGRESS');
  if (!row.public) codes.push('AUTH_REQUIRED', 'FORBIDDEN');
  return codes;
};

/** One response a status, with the codes that it can carry. */
const refusals = (codes: readonly ErrorCode[]) => {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of new Set(codes)) {
    const { status } = errorCatalogue[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus]
      .sort(([a], [b]) => a - b)
      .map(([status, list]) => [
        status,
        { description: list.sort().join(', '), content: { 'application/problem+json': { schema: problem } } },
      ]),
  );
};

const binary = { type: 'string', format: 'binary' } as const;

const success = (name: RouteName, route: RouteDef) => {
  if (route.fileType)
    return {
      200: { description: 'The file', content: { [route.fileType]: { schema: binary } } },
      304: { description: 'Unchanged' },
    };
  return route.reply
    ? {
        [route.status ?? 200]: {
          description: 'Done',
          content: { 'application/json': { schema: route.reply } },
          ...linksOf(name, route),
        },
      }
    : { 204: { description: 'Done' } };
};

const bodyOf = (route: RouteDef) => {
  if (route.upload)
    return {
      body: {
        required: true,
        content: Object.fromEntries(route.upload.types.map((type) => [type, { schema: binary }])),
      },
    };
  return route.body ? { body: { required: true, content: { 'application/json': { schema: route.body } } } } : {};
};

const idempotencyHeader = z.object({
  'Idempotency-Key': z.string().regex(/^[\x21-\x7e]{1,128}$/),
});

function register(registry: OpenAPIRegistry, name: RouteName, route: RouteDef): void {
  const row = policies[name];
  registry.registerPath({
    method: route.method,
    path: route.path.replace(/:(\w+)/g, '{$1}'),
    operationId: name,
    tags: [name.split('.')[0] as string],
    summary: route.summary,
    security: row.public ? [{}, ...bearer] : bearer,
    request: {
      ...(route.params ? { params: route.params as z.ZodObject } : {}),
      ...(route.query ? { query: route.query as z.ZodObject } : {}),
      ...(route.idempotent ? { headers: idempotencyHeader } : {}),
      ...bodyOf(route),
    },
    responses: { ...success(name, route), ...refusals([...commonCodes(name, route), ...(route.errors ?? [])]) },
  });
}

/** The OpenAPI 3.1 document of the route table; the same text for the same table. */
export function buildOpenApi(): object {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' });
  for (const [feature, routes] of Object.entries(routeTable))
    for (const [key, route] of Object.entries(routes))
      register(registry, `${feature}.${key}` as RouteName, route as RouteDef);
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: { title: '邻康 Linkang', version: '1.0.0', description: 'Interface of a community health centre' },
    servers: [{ url: '/api/v1' }],
  });
}
