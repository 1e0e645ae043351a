import { proxyModule } from '@linkang/server/modules/proxy';
import { policies, routeTable, type RouteName } from '@linkang/shared/api/index';
import type { Booking } from '@linkang/shared/api/booking.routes';
import type { Contract } from '@linkang/shared/api/contract.routes';
import { proxyRouteScopes, proxyScopes, type ProxyRoute, type ProxyScope } from '@linkang/shared/api/proxy-scopes';
import type { RouteDef } from '@linkang/shared/api/route';
import { bodyOf, outcomeOf, sameBody } from '../support/answers';
import { book, buildCitizen, type Citizen } from '../support/clinic';
import { signed } from '../support/contracts';
import { buildTeam } from '../support/contracts';
import type { Answer } from '../support/http';
import { buildOwned, callsOf, type Owned } from '../support/own-routes';
import { askToActFor, buildProxy, confirm } from '../support/proxies';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

let server: TestServer;
let mother: Citizen;
let sessionId: string;
let owned: Owned;

beforeAll(async () => {
  server = await startServer({ limits: false });
  mother = await buildCitizen(server, { name: '王秀英', birthDay: '1950-04-08' });
  owned = await buildOwned(server, mother);
  ({ sessionId } = owned);
});
afterAll(() => server.stop());
beforeEach(() => server.clock.set(TEST_NOW));

const calls: Record<ProxyRoute, (citizen: Citizen) => Promise<Answer>> = callsOf(() => owned);
const proxied = Object.keys(proxyRouteScopes) as ProxyRoute[];
/** After the first time the database's own rules refuse a second seat: that, too, is past the permission. */
const passed = (answer: Answer): boolean => answer.status !== 403 && answer.status !== 404 && answer.status < 500;

describe('the table of what a relative may call', () => {
  it('holds routes of residents alone, each saying that a scope may be missing', () => {
    for (const name of Object.keys(proxyRouteScopes) as RouteName[]) {
      const [feature, key] = name.split('.') as [keyof typeof routeTable, string];
      const route = (routeTable[feature] as Record<string, RouteDef>)[key];
      expect(policies[name].resident).toBe('own');
      expect(route?.errors).toContain('PROXY_SCOPE_MISSING');
    }
    expect(Object.keys(proxyRouteScopes).sort()).toEqual([...proxied].sort());
  });
});

describe.each(proxyScopes)('a relative with the scope %s', (scope: ProxyScope) => {
  let relative: Citizen;
  let proxyId: string;

  beforeAll(async () => {
    server.clock.set(TEST_NOW);
    relative = await buildCitizen(server, { birthDay: '1984-03-12' });
    proxyId = (await buildProxy(server, relative, mother, { scopes: [scope], endsDay: '2026-06-05' })).id;
  });

  it.each(proxied)('is let in or refused by %s as the table says', async (route) => {
    const answer = await calls[route](relative);
    if (proxyRouteScopes[route] === scope)
      expect([passed(answer), outcomeOf(answer)]).toEqual([true, outcomeOf(answer)]);
    else expect(outcomeOf(answer)).toBe('403 PROXY_SCOPE_MISSING');
  });

  it.each(proxied)('is nobody to %s for another person', async (route) => {
    const stranger = await buildCitizen(server, { birthDay: '1984-04-12' });
    await buildProxy(server, stranger, await buildCitizen(server), { scopes: [scope] });
    expect(outcomeOf(await calls[route](stranger))).toBe('404 NOT_FOUND');
  });

  it('counts on its last day, and not on the next, before any job ran', async () => {
    const route = proxied.find((name) => proxyRouteScopes[name] === scope) ?? 'booking.list';
    server.clock.set('2026-06-05T15:59:00.000Z');
    expect(outcomeOf(await calls[route](relative))).not.toBe('404 NOT_FOUND');
    server.clock.set('2026-06-05T16:00:00.000Z');
    for (const name of proxied) expect(outcomeOf(await calls[name](relative))).toBe('404 NOT_FOUND');
    const me = bodyOf(await relative.caller.get<{ residents: object[] }>('/me'));
    expect(me.residents).toHaveLength(1);
  });

  it('is nobody once it was taken back', async () => {
    bodyOf(await mother.caller.post(`/proxies/${proxyId}/revoke`));
    for (const name of proxied) expect(outcomeOf(await calls[name](relative))).toBe('404 NOT_FOUND');
    const missing = await relative.caller.get('/residents/000000000000000000000000');
    expect(sameBody(await calls['resident.get'](relative))).toEqual(sameBody(missing));
  });
});

describe('a relative', () => {
  let daughter: Citizen;
  let elder: Citizen;

  beforeEach(async () => {
    daughter = await buildCitizen(server, { name: '陈晓岚', birthDay: '1985-05-05' });
    elder = await buildCitizen(server, { name: '王秀英', birthDay: '1949-04-08' });
  });

  it('is nobody before the person agrees, nor with a resident that another one granted', async () => {
    const { id } = await askToActFor(server, daughter, elder);
    const list = (residentId: string) => daughter.caller.get(`/bookings?residentId=${residentId}`);
    expect(outcomeOf(await list(elder.residentId))).toBe('404 NOT_FOUND');
    bodyOf(await confirm(elder, id));
    expect(outcomeOf(await list(elder.residentId))).toBe('200');
    const body = { sessionId, residentId: mother.residentId };
    expect(outcomeOf(await daughter.caller.post('/bookings', body))).toBe('404 NOT_FOUND');
    // What is allowed to the daughter is not allowed to those whom she allowed something.
    const grandson = await buildCitizen(server, { birthDay: '2005-05-05' });
    await buildProxy(server, grandson, daughter);
    const further = await grandson.caller.get(`/bookings?residentId=${elder.residentId}`);
    expect(outcomeOf(further)).toBe('404 NOT_FOUND');
  });

  it('books for the person; both see it, and the person sees who booked', async () => {
    await buildProxy(server, daughter, elder);
    const body = { sessionId, residentId: elder.residentId };
    const booked = bodyOf(await daughter.caller.post<Booking>('/bookings', body), 201);
    expect(booked).toMatchObject({ residentId: elder.residentId, residentName: '王秀英' });
    expect(booked.bookedByName).toBeUndefined();
    const seenBy = async ({ caller }: Citizen) =>
      bodyOf(await caller.get<{ items: Booking[] }>(`/bookings?residentId=${elder.residentId}`)).items;
    expect((await seenBy(daughter))[0]).toMatchObject({ id: booked.id, residentName: '王秀英' });
    expect((await seenBy(elder))[0]).toMatchObject({ id: booked.id, bookedByName: '陈晓岚' });
    expect(bodyOf(await elder.caller.get<Booking>(`/bookings/${booked.id}`)).bookedByName).toBe('陈晓岚');
    const own = bodyOf(await elder.caller.post<Booking>(`/bookings/${booked.id}/cancel`));
    expect(own).toMatchObject({ status: 'cancelled', bookedByName: '陈晓岚' });
    const again = bodyOf(await book(elder, sessionId), 201);
    expect(again.bookedByName).toBeUndefined();
    expect(bodyOf(await daughter.caller.post<Booking>(`/bookings/${again.id}/cancel`)).status).toBe('cancelled');
  });

  it('hears of the contract only with the file, and never takes it back', async () => {
    const contract = await signed(elder, (await buildTeam())._id);
    const { id } = await buildProxy(server, daughter, elder, { scopes: ['book'] });
    const kinds = async () => {
      const answer = await daughter.caller.get<{ items: { kind: string }[] }>(`/residents/${elder.residentId}/next`);
      return bodyOf(answer).items.map(({ kind }) => kind);
    };
    expect(await kinds()).toEqual(['physicalDue']);
    bodyOf(await daughter.caller.post(`/proxies/${id}/revoke`));
    await buildProxy(server, daughter, elder, { scopes: ['book', 'record'] });
    expect(await kinds()).toEqual(['physicalDue', 'contractPending']);
    const read = bodyOf(await daughter.caller.get<Contract>(`/contracts/${contract.id}`));
    expect(read.can.withdraw).toBe(false);
    for (const action of ['withdraw', 'signature']) {
      const send = action === 'signature' ? 'GET' : 'POST';
      const answer = await daughter.caller.send(send, `/contracts/${contract.id}/${action}`);
      expect(outcomeOf(answer)).toBe('404 NOT_FOUND');
    }
    expect(bodyOf(await elder.caller.get<Contract>(`/contracts/${contract.id}`)).can.withdraw).toBe(true);
    const put = await daughter.caller.put(`/residents/${elder.residentId}`, { rev: 0, phone: null });
    expect(outcomeOf(put)).toBe('404 NOT_FOUND');
  });

  it('is marked as expired by the job, and its place is free before that', async () => {
    const { id } = await buildProxy(server, daughter, elder, { endsDay: '2026-06-05' });
    server.clock.set('2026-06-05T16:00:00.000Z');
    const proxies = server.deps.connection.collection<{ _id: string; status: string }>('proxies');
    expect((await proxies.findOne({ _id: id }))?.status).toBe('active');
    const lists = bodyOf(await daughter.caller.get<{ asked: { status: string }[] }>('/proxies'));
    expect(lists.asked[0]?.status).toBe('expired');
    for (const job of proxyModule.jobs?.(server.deps) ?? []) await job.run();
    expect(await proxies.findOne({ _id: id })).not.toHaveProperty('slot');
    expect((await proxies.findOne({ _id: id }))?.status).toBe('expired');
    await buildProxy(server, daughter, elder);
  });
});
