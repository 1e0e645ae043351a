import { policies, routeTable, type RouteName } from '@linkang/shared/api/index';
import type { RouteDef } from '@linkang/shared/api/route';
import { z } from 'zod';
import { bodyOf, faultsOf, outcomeOf } from '../support/answers';
import { buildRegistration } from '../support/builders';
import { buildCitizen, buildLectureBody, buildSessionBody, staffCaller, type Citizen } from '../support/clinic';
import { Caller, type Answer } from '../support/http';
import { buildOwned, callsOf, type Owned, type OwnRoute } from '../support/own-routes';
import { buildDayBody, buildTemplateBody } from '../support/schedule';
import { startServer, type TestServer } from '../support/server';

/*
 * More in a body than was asked for: what would give a role or a state, and what would change the prototype of every
 * object. Every writing route is sent all of it beside a body that is accepted.
 */
const MARK = 'attack-mark';
const wanted =
  '_id id role roles rights teamIds kind status state open active accountId ownerId createdAt createdBy updatedAt ' +
  'bookedBy number made epoch published mustChangePassword passwordHash idHash outbox log idem keys validFor $set $where';
const prototypes = [`"__proto__":{"polluted":"${MARK}"}`, `"constructor":{"prototype":{"polluted":"${MARK}"}}`];

/** Adds all of it to each body, except what the body says itself and what the route takes. */
class GreedyCaller extends Caller {
  constructor(
    inner: Caller,
    readonly taken: ReadonlySet<string>,
  ) {
    super(inner.baseUrl, inner.token);
  }

  override send<T>(method: string, url: string, body?: unknown, options?: Parameters<Caller['send']>[3]) {
    if (method === 'GET') return super.send<T>(method, url, body, options);
    const extra = Object.fromEntries(
      wanted
        .split(' ')
        .filter((field) => !this.taken.has(field))
        .map((field) => [field, MARK]),
    );
    return super.send<T>(method, url, { ...extra, ...(body as object | undefined) }, options);
  }
}

let server: TestServer;
let owned: Owned;
let other: Citizen;

beforeAll(async () => {
  server = await startServer({ limits: false });
  owned = await buildOwned(server, await buildCitizen(server, { birthDay: '1950-04-08' }));
  other = await buildCitizen(server);
});
afterAll(() => server.stop());

const routes = Object.entries(routeTable).flatMap(([feature, group]) =>
  Object.entries(group).map(([key, route]) => [`${feature}.${key}` as RouteName, route as RouteDef] as const),
);
const shapeOf = (schema: z.ZodType, io: 'input' | 'output') =>
  z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Shape;

interface Shape {
  type?: string;
  properties?: Record<string, Shape>;
  additionalProperties?: boolean | Shape;
  propertyNames?: Shape;
}

const takenBy = (name: RouteName): ReadonlySet<string> => {
  const route = routes.find(([other]) => other === name)?.[1];
  return new Set(Object.keys((route?.body && shapeOf(route.body, 'input').properties) ?? {}));
};

/** Objects inside of a shape that take fields that nobody named. */
function* looseIn(shape: unknown, at: string): Generator<string> {
  if (typeof shape !== 'object' || shape === null) return;
  const { type, additionalProperties, propertyNames } = shape as Shape;
  if (type === 'object' && additionalProperties !== false) yield `${at}${propertyNames ? ' (by key)' : ''}`;
  for (const [key, inner] of Object.entries(shape)) yield* looseIn(inner, key === 'properties' ? at : `${at}.${key}`);
}

/** What is entered into the form of a national table, by the codes of its items: the table names them, and is asked. */
const byCode = [
  'lecture.saveRecord body.values (by key)',
  'physical.enter body.entries.items.value.anyOf.2.items (by key)',
  'physical.enter body.entries.items.value.anyOf.3 (by key)',
  'followup.create body.forms.items.values (by key)',
  'followup.amend body.forms.items.values (by key)',
  'measurement.create body.values (by key)',
  'measurement.saveLimits body.limits (by key)',
  'screening.addEntry body.values (by key)',
  'record.saveEntry body.values (by key)',
  'record.saveEntry body.rows.items (by key)',
];

it('no route takes a field that its schema does not name', () => {
  const loose = routes.flatMap(([name, { params, query, body }]) =>
    Object.entries({ params, query, body }).flatMap(([part, schema]) =>
      schema ? [...looseIn(shapeOf(schema, 'output'), `${name} ${part}`)] : [],
    ),
  );
  expect(loose).toEqual(byCode);
});

const day = { fromDay: '2026-06-04', toDay: '2026-06-05' };
/** A body that is accepted by each route by which staff make something. */
const makings: [RouteName, string, () => Caller, () => Record<string, unknown>][] = [
  ['session.create', '/sessions', () => staffCaller(server, ['desk']), () => buildSessionBody()],
  ['lecture.create', '/lectures', () => staffCaller(server, ['editor']), () => buildLectureBody()],
  [
    'article.create',
    '/articles',
    () => staffCaller(server, ['editor']),
    () => ({ title: '高血压怎么吃', category: '慢病', html: '<p>少盐。</p>' }),
  ],
  [
    'announcement.create',
    '/announcements',
    () => staffCaller(server, ['desk']),
    () => ({ title: '周六停电', text: '改在下午。', important: false, ...day }),
  ],
  [
    'staff.create',
    '/staff',
    () => staffCaller(server, ['admin']),
    () => ({
      username: 'extra-1',
      name: '许文',
      title: '医师',
      roles: ['nurse'],
      teamIds: [],
      password: 'Extra-pass-2026',
    }),
  ],
  ['schedule.createTemplate', '/schedule/templates', () => staffCaller(server, ['desk']), () => buildTemplateBody()],
  ['schedule.createDay', '/schedule/days', () => staffCaller(server, ['desk']), () => buildDayBody()],
  ['resident.create', '/residents', () => staffCaller(server, ['desk']), () => buildRegistration(server)],
  ['card.issue', '/cards', () => staffCaller(server, ['director']), () => ({ residentId: owned.person.residentId })],
  [
    'emergency.start',
    '/emergencies',
    () => staffCaller(server, ['doctor']),
    () => ({ residentId: other.residentId, reason: 'rescue', words: '胸痛' }),
  ],
];

/** Where the mark stands in the database. */
async function marked(): Promise<string[]> {
  const found: string[] = [];
  for (const { name } of await server.deps.connection.listCollections())
    for await (const row of server.deps.connection.collection(name).find())
      if (JSON.stringify(row).includes(MARK)) found.push(name);
  return found;
}

const expectClean = async (): Promise<void> => {
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  expect(await marked()).toEqual([]);
};

it.each(makings)('%s makes what it was asked for, and nothing of the rest', async (name, url, caller, body) => {
  const made = bodyOf(await new GreedyCaller(caller(), takenBy(name)).post(url, body()), 201);
  expect(JSON.stringify(made)).not.toContain(MARK);
  await expectClean();
});

it('the person who owns everything writes nothing of it either', async () => {
  const calls = callsOf(() => owned);
  const writing = (Object.keys(calls) as (keyof typeof calls)[]).filter(
    (name): name is OwnRoute => routes.find(([other]) => other === name)?.[1].method !== 'get',
  );
  expect(writing.length).toBeGreaterThan(20);
  const outcomes: Record<string, number> = {};
  for (const name of writing) {
    const caller = new GreedyCaller(owned.person.caller, takenBy(name));
    const answer: Answer = await calls[name]({ ...owned.person, caller });
    expect([name, answer.status < 500, JSON.stringify(answer.body).includes(MARK)]).toEqual([name, true, false]);
    outcomes[answer.status] = (outcomes[answer.status] ?? 0) + 1;
  }
  // A body that is refused whole would prove nothing: many are accepted.
  expect((outcomes[200] ?? 0) + (outcomes[201] ?? 0) + (outcomes[204] ?? 0)).toBeGreaterThan(8);
  await expectClean();
});

it('a body that names a prototype changes none, on whatever route and wherever it stands', async () => {
  const reading = routes.filter(([, { body }]) => body);
  expect(reading.length).toBeGreaterThan(70);
  const staff = staffCaller(server, ['director', 'editor', 'doctor', 'nurse', 'desk', 'admin']);
  for (const [name, { method, path }] of reading) {
    const caller = policies[name].staff ? staff : owned.person.caller;
    for (const attack of prototypes)
      for (const text of [`{${attack}}`, `{"a":[{"b":{${attack}}}]}`]) {
        const answer = await caller.send(method.toUpperCase(), path.replace(':id', 'some-id'), text);
        expect([name, answer.status < 500]).toEqual([name, true]);
      }
  }
  // Most parsers would read it as a field of its own; ours refuses the text.
  const poisoned = await staff.send(
    'POST',
    '/sessions',
    `{${prototypes[0]},${JSON.stringify(buildSessionBody()).slice(1)}`,
  );
  expect([outcomeOf(poisoned), faultsOf(poisoned)]).toEqual(['400 VALIDATION_FAILED', ['body JSON']]);
  await expectClean();
});

it('a query cannot name a prototype', async () => {
  const asking = routes.filter(([name, { method, query }]) => policies[name].public && method === 'get' && query);
  for (const [, { path }] of asking) {
    const url = `${path.replace(':id', 'x')}?__proto__[polluted]=${MARK}&constructor[prototype][polluted]=${MARK}`;
    expect((await new Caller(server.baseUrl).get(url)).status).toBeLessThan(500);
  }
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});
