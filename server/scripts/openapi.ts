import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { policies, routeTable, type RouteName } from '@linkang/shared/api/index';
import type { RouteDef } from '@linkang/shared/api/route';
import { errorCatalogue, type ErrorCode } from '@linkang/shared/errors';
import { buildOpenApi } from '../src/platform/http/openapi';

/** Codes that features to come will answer with; nothing refuses with them yet. */
export const reservedCodes: readonly ErrorCode[] = [];

/** The text of docs/openapi.json. */
export const renderOpenApi = (): string => `${JSON.stringify(buildOpenApi(), null, 2)}\n`;

const routesNaming = (code: ErrorCode): string =>
  (Object.keys(policies) as RouteName[])
    .filter((name) => {
      const [feature, key] = name.split('.') as [keyof typeof routeTable, string];
      const route = (routeTable[feature] as Record<string, RouteDef>)[key];
      return route?.errors?.includes(code);
    })
    .map((name) => `\`${name}\``)
    .join(' ');

const whereFrom = (code: ErrorCode): string => {
  if (reservedCodes.includes(code)) return 'reserved for a feature to come';
  return routesNaming(code) || 'any route';
};

const rowOf = (code: ErrorCode): string => {
  const { status, title, detail } = errorCatalogue[code];
  return `| \`${code}\` | ${status} | ${title} | ${detail} | ${whereFrom(code)} |`;
};

/** The text of docs/error-codes.md. */
export const renderErrorCodes = (): string =>
  [
    '# Error codes',
    '',
    'Made by `npm run openapi` from `shared/src/errors.ts` and the route table; do not edit.',
    'Clients branch on the code alone. Title and text are fit to be shown to a resident as they are.',
    '',
    '| Code | Status | Title | Text | Answered by |',
    '| --- | --- | --- | --- | --- |',
    ...(Object.keys(errorCatalogue) as ErrorCode[]).map(rowOf),
    '',
  ].join('\n');

/** Writes both files into the docs folder of the project that is worked in. */
function writeDocs(): void {
  for (const [file, text] of [
    ['openapi.json', renderOpenApi()],
    ['error-codes.md', renderErrorCodes()],
  ] as const) {
    writeFileSync(path.resolve('docs', file), text);
    process.stdout.write(`docs/${file}\n`);
  }
}

if (require.main === module) writeDocs();
