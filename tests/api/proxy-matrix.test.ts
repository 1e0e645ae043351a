import { policies, routeTable, type RouteName } from '@linkang/shared/api/index';
import { proxyRouteScopes, proxyScopes, type ProxyScope } from '@linkang/shared/api/proxy-scopes';
import type { RouteDef } from '@linkang/shared/api/route';
import { z } from 'zod';
import { bodyOf, outcomeOf } from '../support/answers';
import { buildRelative, proxyStates, type ProxyState } from '../support/askers';
import { buildCitizen, type Citizen } from '../support/clinic';
import { buildOwned, callsOf, type NamedRoute, type Owned, type OwnRoute } from '../support/own-routes';
import { askToActFor, confirm } from '../support/proxies';
import { startServer, TEST_NOW, type TestServer } from '../support/server';
import { sideBySide } from '../support/side-by-side';

/*
 * Every route about a person, tried by relatives with each scope in each state of their permission. The rows come
 * from the route table, so that a new route without a row here fails.
 */
jest.setTimeout(300_000);

/** What a named person adds to routes that are open to anybody; null: only for the person alone. */
const namedScopes: Record<NamedRoute, ProxyScope | null> = {
  'session.list': 'book',
  'session.get': 'book',
  'contract.packages': null,
};

let server: TestServer;
let owned: Owned;
const relatives = new Map<string, Citizen>();
const calls = callsOf(() => owned);
const routes = Object.keys(calls) as (OwnRoute | NamedRoute)[];

beforeAll(async () => {
  server = await startServer({ limits: false });
  const mother = await buildCitizen(server, { name: '王秀英', birthDay: '1950-04-08' });
  owned = await buildOwned(server, mother);
  for (const scope of proxyScopes)
    for (const state of proxyStates)
      relatives.set(`${scope} ${state}`, await buildRelative(server, mother, scope, state));
  // The next noon: what ended on the day before has ended.
  server.clock.set(new Date(Date.parse(TEST_NOW) + 86_400_000).toISOString());
});
afterAll(() => server.stop());

const neededScope = (route: OwnRoute | NamedRoute): ProxyScope | null => {
  if (route in proxyRouteScopes) return proxyRouteScopes[route as keyof typeof proxyRouteScopes];
  return route in namedScopes ? namedScopes[route as NamedRoute] : null;
};

const expectedOf = (route: OwnRoute | NamedRoute, scope: ProxyScope, state: ProxyState): string => {
  const needed = neededScope(route);
  if (state !== 'active' || needed === null) return '404 NOT_FOUND';
  return needed === scope ? 'may' : '403 PROXY_SCOPE_MISSING';
};

const seenOf = (outcome: string): string => (/^(404|403) |^5/.test(outcome) ? outcome : 'may');

it('equals the table in every cell', async () => {
  const cells = routes.flatMap((route) =>
    proxyScopes.flatMap((scope) => proxyStates.map((state) => ({ route, scope, state }))),
  );
  const rows = await sideBySide(cells, 8, async (cell) => {
    const relative = relatives.get(`${cell.scope} ${cell.state}`) as Citizen;
    const seen = seenOf(outcomeOf(await calls[cell.route](relative)));
    return { ...cell, expected: expectedOf(cell.route, cell.scope, cell.state), seen };
  });
  const differences = rows.filter(({ expected, seen }) => expected !== seen);
  const size = `${routes.length} × scopes ${proxyScopes.length} × states ${proxyStates.length}`;
  process.stdout.write(`proxy matrix routes ${size}: rows ${rows.length}, differences ${differences.length}\n`);
  expect(differences).toEqual([]);
  expect(rows).toHaveLength(routes.length * proxyScopes.length * proxyStates.length);
});

/** Whether a part of a request names a person, at whatever depth. */
const namesResident = (schema: z.ZodType | undefined): boolean =>
  schema !== undefined &&
  JSON.stringify(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })).includes('"residentId":');

it('has a row for each route that belongs to a person or names one', () => {
  const tables = Object.entries(routeTable).flatMap(([feature, group]) =>
    Object.entries(group).map(([key, route]) => [`${feature}.${key}` as RouteName, route as RouteDef] as const),
  );
  const concerned = tables
    .filter(([name, route]) => {
      const row = policies[name];
      const isOpen = row.public === true || row.resident !== undefined;
      const isNamed = namesResident(route.query) || namesResident(route.body) || namesResident(route.params);
      return isOpen && (row.resident === 'own' || isNamed);
    })
    .map(([name]) => name);
  expect([...routes].sort()).toEqual(concerned.sort());
});

it('gives nobody what somebody else was allowed: no proxy of a proxy', async () => {
  const daughter = relatives.get('book active') as Citizen;
  const friend = await buildCitizen(server, { birthDay: '1985-01-02' });
  const asked = await askToActFor(server, friend, owned.person);
  expect(outcomeOf(await confirm(daughter, asked.id))).toBe('404 NOT_FOUND');
  // Asking for the daughter gives nothing of the mother, and neither does her id in a body.
  const ofDaughter = await askToActFor(server, friend, daughter);
  bodyOf(await confirm(daughter, ofDaughter.id));
  for (const route of routes) expect([route, outcomeOf(await calls[route](friend))]).toEqual([route, '404 NOT_FOUND']);
  const me = bodyOf(await friend.caller.get<{ residents: { id: string }[] }>('/me'));
  expect(me.residents.map(({ id }) => id)).toEqual([friend.residentId, daughter.residentId]);
});
