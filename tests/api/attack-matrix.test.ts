import { policies, routeTable, type RouteName } from '@linkang/shared/api/index';
import { readsRecord } from '@linkang/shared/api/access-purposes';
import { proxyRouteScopes, type ProxyScope } from '@linkang/shared/api/proxy-scopes';
import type { RouteDef } from '@linkang/shared/api/route';
import { z } from 'zod';
import { outcomeOf } from '../support/answers';
import { buildAskers, callerFor, type Asker } from '../support/askers';
import { buildCitizen } from '../support/clinic';
import { houseCallsOf, type HouseRoute } from '../support/house-calls';
import type { Answer, Caller } from '../support/http';
import { buildOwned, callsOf, type NamedRoute, type Owned, type OwnRoute } from '../support/own-routes';
import { startServer, TEST_NOW, type TestServer } from '../support/server';
import { sideBySide } from '../support/side-by-side';

/*
 * Every route of the table, tried by everybody on the objects of one person. What is expected comes from the policy
 * table, from what relatives may call and from the grounds of staff, never from the code under test; what a feature
 * adds stands in `ownRules`. A new route with an id does not compile until it has a call.
 */
jest.setTimeout(300_000);

const MISSING = '665eaf2f9d2a4c0012345678';
const WIDTH = 12;

const routes = Object.entries(routeTable).flatMap(([feature, group]) =>
  Object.entries(group).map(([key, route]) => [`${feature}.${key}` as RouteName, route as RouteDef] as const),
);

let server: TestServer;
let owned: Owned;
let askers: Asker[];
const ownCalls = callsOf(() => owned);
const houseCalls = houseCallsOf(() => owned);

beforeAll(async () => {
  server = await startServer({ limits: false });
  owned = await buildOwned(server, await buildCitizen(server, { name: '王秀英', birthDay: '1950-04-08' }));
  askers = await buildAskers(server, owned.person, owned.teamId);
  // The next noon: what ended on the day before has ended.
  server.clock.set(new Date(Date.parse(TEST_NOW) + 86_400_000).toISOString());
});
afterAll(() => server.stop());

/** Routes that are open to anybody and show more for a person who is named; whether relatives may name one. */
const namedScopes: Record<NamedRoute, ProxyScope | null> = {
  'session.list': 'book',
  'session.get': 'book',
  'contract.packages': null,
};

type PersonalRoute = OwnRoute | NamedRoute;
const isPersonal = (name: RouteName): name is PersonalRoute & RouteName => name in ownCalls;

type Resident = Extract<Asker, { kind: 'resident' }>;
type Staff = Extract<Asker, { kind: 'staff' }>;

/** Who has a ground for the record: everybody here without a visit today, at no counter and in no emergency. */
const hasGround = ({ role, teamIds }: Staff): boolean => role === 'director' || teamIds.includes(owned.teamId);

const closedUnless = (isOpen: boolean, refusal: string): string => (isOpen ? 'may' : refusal);
/** Who decides on a team's contracts sees what was signed. */
const byReviewers = (asker: Staff): string =>
  closedUnless(asker.role === 'director' || (asker.role === 'doctor' && hasGround(asker)), '403 FORBIDDEN');
/** To everybody without the right there are no marks at all. */
const byRight = (asker: Staff): string | undefined =>
  asker.rights.includes('sensitiveFlags') ? undefined : '404 NOT_FOUND';

/** Those who may be called by somebody's urgent reading: the own team, the house's nurses, and the director. */
const byAlertStaff = (asker: Staff): string | undefined =>
  asker.role === 'publicHealth' || (asker.role === 'doctor' && !hasGround(asker)) ? '404 NOT_FOUND' : undefined;
/** Nobody of these has the right to import. */
const byImportRight = (): string => '403 FORBIDDEN';

/** What features ask of staff besides the role. */
const ownRules: Partial<Record<RouteName, (asker: Staff) => string | undefined>> = {
  'contract.signature': byReviewers,
  'contract.approve': byReviewers,
  'contract.reject': byReviewers,
  'resident.flags': byRight,
  'resident.saveFlags': byRight,
  // Those who write lectures see the lists of lectures only.
  'session.bookings': ({ role }) => (role === 'editor' ? '403 FORBIDDEN' : undefined),
  'measurement.alert': byAlertStaff,
  'measurement.acknowledge': byAlertStaff,
  'import.list': byImportRight,
  'import.template': byImportRight,
  'import.get': byImportRight,
  'import.start': byImportRight,
  'import.faults': byImportRight,
  // What a person may choose is the person's, also where the house knows it.
  'contract.packages': () => '403 FORBIDDEN',
};

/** What is open to anybody refuses who names somebody without a sign-in. */
const namingUnsigned: Partial<Record<RouteName, string>> = {
  'session.list': '404 NOT_FOUND',
  'session.get': '404 NOT_FOUND',
  'contract.packages': '401 AUTH_REQUIRED',
};

function expectedOfResident(name: RouteName, { relation, scope }: Resident): string {
  if (!isPersonal(name) || relation === 'self') return 'may';
  const needed = name in proxyRouteScopes ? proxyRouteScopes[name as keyof typeof proxyRouteScopes] : undefined;
  const scopeNeeded = needed ?? namedScopes[name as NamedRoute] ?? null;
  if (relation !== 'active' || scopeNeeded === null) return '404 NOT_FOUND';
  return closedUnless(scopeNeeded === scope, '403 PROXY_SCOPE_MISSING');
}

function expectedOf(name: RouteName, asker: Asker): string {
  const row = policies[name];
  if (asker.kind === 'anonymous') return namingUnsigned[name] ?? closedUnless(row.public === true, '401 AUTH_REQUIRED');
  if (asker.kind === 'resident') return row.public || row.resident ? expectedOfResident(name, asker) : '403 FORBIDDEN';
  if (!row.public && !row.staff?.includes(asker.role)) return '403 FORBIDDEN';
  const own = ownRules[name]?.(asker);
  if (own) return own;
  return closedUnless(!readsRecord(name) || hasGround(asker), '403 ACCESS_LIMITED');
}

const byTable = (caller: Caller, { method, path }: RouteDef): Promise<Answer> =>
  caller.send(method.toUpperCase(), path.replace(/:\w+/, MISSING), method === 'get' ? undefined : {});

/** What an object of the person answers; of what is missing anyway it counts only whether somebody was let in. */
async function ask(name: RouteName, route: RouteDef, asker: Asker): Promise<string> {
  const call = isPersonal(name) ? ownCalls[name] : houseCalls[name as HouseRoute];
  const caller = callerFor(server, asker, { stranger: Boolean(call) });
  const outcome = outcomeOf(await (call ? call({ ...owned.person, caller }) : byTable(caller, route)));
  const refused = call ? /^(401|403|404|5)/ : /^(401|403|5)/;
  return refused.test(outcome) ? outcome : 'may';
}

it('lets everybody in or refuses them as the tables say', async () => {
  const cells = routes.flatMap(([name, route]) => askers.map((asker) => ({ name, route, asker })));
  const rows = await sideBySide(cells, WIDTH, async ({ name, route, asker }) => ({
    route: name,
    asker: asker.name,
    expected: expectedOf(name, asker),
    seen: await ask(name, route, asker),
  }));
  const differences = rows.filter(({ expected, seen }) => expected !== seen);
  process.stdout.write(
    `matrix routes ${routes.length} × actors ${askers.length}: rows ${rows.length}, differences ${differences.length}\n`,
  );
  expect(differences).toEqual([]);
});

/** Whether a part of a request names a person, at whatever depth. */
const namesResident = (schema: z.ZodType | undefined): boolean =>
  schema !== undefined &&
  /"residentIds?":/.test(JSON.stringify(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })));

it('has a call of its own for each route that names a person', () => {
  const naming = routes.filter(([, { query, body, params }]) => [query, body, params].some(namesResident));
  expect(naming.map(([name]) => name).filter((name) => !(name in ownCalls) && !(name in houseCalls))).toEqual([]);
});
