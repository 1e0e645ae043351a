import type { Proxy } from '@linkang/shared/api/proxy.routes';
import { bodyOf, countOutcomes, faultsOf, outcomeOf } from '../support/answers';
import { buildCitizen, staffCaller, type Citizen } from '../support/clinic';
import { Caller } from '../support/http';
import { askToActFor, confirm } from '../support/proxies';
import { startServer, type TestServer } from '../support/server';

/* How many people one account may act for is the centre's own rule, kept in the write. */

interface State {
  rev: number;
  proxies: { maxPeople: number };
}

let server: TestServer;
let director: Caller;

beforeEach(async () => {
  server = await startServer({ limits: false });
  director = staffCaller(server, ['director']);
});
afterEach(() => server.stop());

const read = async () => bodyOf(await director.get<State>('/settings/proxies'));
const save = async (maxPeople: unknown) => {
  const { rev, proxies } = await read();
  return director.put<State>('/settings/proxies', { rev, proxies: { ...proxies, maxPeople } });
};

async function buildAsked(daughter: Citizen, count: number): Promise<(() => ReturnType<typeof confirm>)[]> {
  const elders = await Promise.all(
    Array.from({ length: count }, () => buildCitizen(server, { birthDay: '1947-07-07' })),
  );
  const asked: (() => ReturnType<typeof confirm>)[] = [];
  for (const elder of elders) {
    const { id } = await askToActFor(server, daughter, elder);
    asked.push(() => confirm(elder, id));
  }
  return asked;
}

const active = (daughter: Citizen) =>
  server.deps.connection.collection('proxies').find({ accountId: daughter.accountId, status: 'active' }).toArray();

it('is six until the centre sets another one, and is in the history then', async () => {
  expect(await read()).toMatchObject({ rev: 0, proxies: { maxPeople: 6 } });
  expect(bodyOf(await save(2))).toMatchObject({ rev: 1, proxies: { maxPeople: 2 } });
  expect(outcomeOf(await director.put('/settings/proxies', { rev: 0, proxies: { maxPeople: 3 } }))).toBe(
    '409 STATE_CONFLICT',
  );
  const { items } = bodyOf(
    await director.get<{ items: { before: State['proxies']; after: State['proxies'] }[] }>('/settings/proxies/history'),
  );
  expect(items).toMatchObject([{ before: { maxPeople: 6 }, after: { maxPeople: 2 } }]);
});

it.each([0, 13, 1.5, '6', null])('takes no %j', async (maxPeople) => {
  expect(faultsOf(await save(maxPeople))).toEqual(['body.proxies.maxPeople RANGE']);
});

it('is for those who organise alone', async () => {
  const calls = async (caller: Caller) => [
    outcomeOf(await caller.get('/settings/proxies')),
    outcomeOf(await caller.put('/settings/proxies', { rev: 0, proxies: { maxPeople: 5 } })),
  ];
  expect(await calls(new Caller(server.baseUrl))).toEqual(Array(2).fill('401 AUTH_REQUIRED'));
  for (const caller of [staffCaller(server, ['desk']), (await buildCitizen(server)).caller])
    expect(await calls(caller)).toEqual(Array(2).fill('403 FORBIDDEN'));
  expect(await calls(staffCaller(server, ['admin']))).toEqual(['200', '200']);
});

it('lets no more in than were set, however many agree at once', async () => {
  bodyOf(await save(2));
  const daughter = await buildCitizen(server);
  const asked = await buildAsked(daughter, 4);
  const answers = await Promise.all(asked.map((agree) => agree()));
  expect(countOutcomes(answers)).toEqual({ '200': 2, '409 PROXY_LIMIT': 2 });
  const refused = answers.find(({ status }) => status === 409);
  expect((refused?.body as unknown as { detail: string }).detail).toContain('2位家人');
  expect(await active(daughter)).toHaveLength(2);
});

it('lowered, it ends nothing and refuses new ones until there is room below it', async () => {
  const daughter = await buildCitizen(server);
  const asked = await buildAsked(daughter, 7);
  const four: Proxy[] = [];
  for (const agree of asked.slice(0, 4)) four.push(bodyOf(await agree()));
  bodyOf(await save(3));
  expect(await active(daughter)).toHaveLength(4);
  const later = asked.slice(4);
  const end = async (row: Proxy | undefined) => bodyOf(await daughter.caller.post(`/proxies/${row?.id}/revoke`));
  const agreeAtOnce = async () => countOutcomes(await Promise.all(later.map((agree) => agree())));
  // Of the places 1 to 4 the first comes free, but three people are left: the fourth place is above the limit.
  await end(four[0]);
  expect(await agreeAtOnce()).toEqual({ '409 PROXY_LIMIT': 3 });
  await end(four[1]);
  expect(await agreeAtOnce()).toEqual({ '200': 1, '409 PROXY_LIMIT': 2 });
  expect(await active(daughter)).toHaveLength(3);
});
