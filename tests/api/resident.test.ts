import { createCommunities } from '@linkang/server/modules/centre';
import { assertActsFor, createDemoResident, findResidents } from '@linkang/server/modules/resident';
import { demoPeople } from '@linkang/server/demo/people';
import { parseIdNumber } from '@linkang/shared/domain/id-number';
import type { Resident } from '@linkang/shared/api/resident.routes';
import type { Problem } from '@linkang/shared/errors';
import {
  buildIdNumber,
  buildResidentAccount,
  registerResident,
  signInResident,
  signInStaff,
} from '../support/builders';
import { Caller } from '../support/http';
import { startServer, type TestServer } from '../support/server';

let server: TestServer;
let anyone: Caller;
let communityId: string;

beforeAll(async () => {
  server = await startServer();
  anyone = new Caller(server.baseUrl);
  const [community] = await createCommunities([{ name: '青禾里', teamId: null }]);
  communityId = community!.id;
});
afterAll(() => server.stop());

const rowsOf = (collection: string) => server.deps.connection.collection(collection).find().toArray();
const faultsOf = (body: unknown): string[] => ((body as Problem).fields ?? []).map((f) => `${f.path} ${f.code}`);
const codeOf = (answer: { status: number; body: unknown }) => [answer.status, (answer.body as Problem).code];

describe('GET /consents', () => {
  it('shows the current texts without a sign-in', async () => {
    const { status, body } = await anyone.get<{ items: Record<string, unknown>[] }>('/consents');
    expect(status).toBe(200);
    expect(body.items).toEqual(
      server.deps.config.consents.map(({ purpose, version, title, html, required }) => ({
        purpose,
        version,
        title,
        html,
        required,
      })),
    );
    expect(body.items.map((item) => item.purpose)).toEqual(['service', 'sensitive']);
  });
});

describe('GET /residents/{id}', () => {
  it('shows the own profile, also with a token from before the registration', async () => {
    const { caller } = await signInResident(server, 'ok-reader');
    const resident = await registerResident(server, caller);
    expect((await caller.get(`/residents/${resident.id}`)).body).toEqual(resident);
    const anew = await signInResident(server, 'ok-reader');
    expect((await anew.caller.get(`/residents/${resident.id}`)).body).toEqual(resident);
  });

  it("hides other people's profiles as if they were not there", async () => {
    const { residentId } = await buildResidentAccount(server);
    const other = await buildResidentAccount(server);
    const fresh = await signInResident(server, 'ok-fresh');
    for (const caller of [other.caller, fresh.caller]) {
      const foreign = await caller.get(`/residents/${residentId}`);
      const missing = await caller.get('/residents/000000000000000000000000');
      expect(codeOf(foreign)).toEqual([404, 'NOT_FOUND']);
      expect({ ...foreign.body, requestId: '' }).toEqual({ ...missing.body, requestId: '' });
    }
  });

  it('refuses strangers, staff and ids that are none', async () => {
    const { residentId, caller } = await buildResidentAccount(server);
    expect(codeOf(await anyone.get(`/residents/${residentId}`))).toEqual([401, 'AUTH_REQUIRED']);
    const staff = await signInStaff(server, ['editor']);
    expect(codeOf(await staff.caller.get(`/residents/${residentId}`))).toEqual([403, 'FORBIDDEN']);
    const answer = await caller.get(`/residents/${'x'.repeat(65)}`);
    expect(faultsOf(answer.body)).toEqual(['params.id ID']);
  });

  it('ages with the clock', async () => {
    const { residentId } = await buildResidentAccount(server, { code: 'ok-ageing', birthDay: '1980-06-05' });
    const before = server.clock.now().toISOString();
    try {
      server.clock.set('2026-06-04T16:00:00.000Z');
      const { caller } = await signInResident(server, 'ok-ageing');
      expect((await caller.get(`/residents/${residentId}`)).body.age).toBe(46);
    } finally {
      server.clock.set(before);
    }
  });
});

describe('PUT /residents/{id}', () => {
  it('changes what is given, clears the phone by null and leaves the rest', async () => {
    const { residentId, caller, resident } = await buildResidentAccount(server);
    const url = `/residents/${residentId}`;
    const first = await caller.put<Resident>(url, {
      rev: 0,
      address: { communityId, detail: '1号' },
      elderMode: false,
    });
    expect(first.body).toEqual({
      ...resident,
      address: { communityId, communityName: '青禾里', detail: '1号' },
      elderMode: false,
      rev: 1,
    });
    const second = await caller.put<Resident>(url, { rev: 1, phone: '010 5550 0120' });
    expect(second.body).toEqual({ ...first.body, phoneMasked: '0105****20', rev: 2 });
    const third = await caller.put<Resident>(url, { rev: 2, phone: null, address: {} });
    expect(third.body).toMatchObject({
      phoneMasked: null,
      address: { communityId: null, communityName: null, detail: null },
      rev: 3,
    });
    expect((await caller.get(url)).body).toEqual(third.body);
  });

  it('does not change name, number or owner', async () => {
    const { residentId, caller, resident } = await buildResidentAccount(server);
    const changes = { name: '别人', idNumber: buildIdNumber(), birthDay: '2000-01-01', accountId: 'x' };
    const { body } = await caller.put(`/residents/${residentId}`, { rev: 0, ...changes });
    expect(body).toEqual({ ...resident, rev: 1 });
  });

  it('refuses a revision that is not the present one, and lets one of two at once through', async () => {
    const { residentId, caller } = await buildResidentAccount(server);
    const url = `/residents/${residentId}`;
    const answers = await Promise.all([
      caller.put(url, { rev: 0, elderMode: true }),
      caller.put(url, { rev: 0, elderMode: false }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(codeOf(await caller.put(url, { rev: 0 }))).toEqual([409, 'STATE_CONFLICT']);
    expect(codeOf(await caller.put(url, { rev: 7 }))).toEqual([409, 'STATE_CONFLICT']);
  });

  const badChanges: [Record<string, unknown>, string][] = [
    [{ rev: undefined }, 'body.rev MISSING'],
    [{ rev: -1 }, 'body.rev TOO_SMALL'],
    [{ rev: '0' }, 'body.rev TYPE'],
    [{ phone: '123' }, 'body.phone PHONE'],
    [{ phone: '' }, 'body.phone PHONE'],
    [{ elderMode: 'yes' }, 'body.elderMode TYPE'],
    [{ address: { communityId: 'nowhere' } }, 'body.address.communityId UNKNOWN'],
    [{ address: { detail: 5 } }, 'body.address.detail TYPE'],
  ];
  it.each(badChanges)('refuses %j by its field', async (changes, fault) => {
    const { residentId, caller } = await buildResidentAccount(server);
    const answer = await caller.put(`/residents/${residentId}`, { rev: 0, ...changes });
    expect(codeOf(answer)).toEqual([400, 'VALIDATION_FAILED']);
    expect(faultsOf(answer.body)).toEqual([fault]);
  });

  it("does not touch other people's profiles", async () => {
    const { residentId, caller, resident } = await buildResidentAccount(server);
    const other = await buildResidentAccount(server);
    const url = `/residents/${residentId}`;
    expect(codeOf(await other.caller.put(url, { rev: 0, elderMode: false }))).toEqual([404, 'NOT_FOUND']);
    expect(codeOf(await anyone.put(url, { rev: 0 }))).toEqual([401, 'AUTH_REQUIRED']);
    const staff = await signInStaff(server, ['editor']);
    expect(codeOf(await staff.caller.put(url, { rev: 0 }))).toEqual([403, 'FORBIDDEN']);
    expect((await caller.get(url)).body).toEqual(resident);
  });
});

describe('what other features are given', () => {
  it('knows the own person from the token without asking the database', async () => {
    const find = jest.spyOn(server.deps.connection.collection('residents'), 'findOne');
    const actor = {
      kind: 'resident' as const,
      accountId: 'a',
      signInId: 's',
      ownResidentId: 'nowhere-in-the-database',
    };
    await expect(assertActsFor(actor, 'nowhere-in-the-database')).resolves.toMatchObject({ relation: 'self' });
    expect(find).not.toHaveBeenCalled();
    find.mockRestore();
  });

  it('lets neither staff nor strangers act for a resident', async () => {
    const { residentId } = await buildResidentAccount(server);
    const staff = { kind: 'staff' as const, accountId: 'a', signInId: 's', roles: [], teamIds: [] };
    await expect(assertActsFor(staff, residentId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(assertActsFor({ kind: 'anonymous' }, residentId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('gives profiles by id and leaves out what is not there', async () => {
    const { residentId } = await buildResidentAccount(server, { phone: '13600136000', address: { communityId } });
    const [profile, ...rest] = await findResidents([residentId, 'nobody']);
    expect(rest).toEqual([]);
    expect(profile).toMatchObject({ id: residentId, name: '李秀兰', sex: 'female', communityId });
    expect(profile?.phone(server.deps.keyring)).toBe('13600136000');
    expect(profile?.idNumberMasked(server.deps.keyring)).toMatch(/^110101\*{8}\d{3}[\dX]$/);
    expect(await findResidents([])).toEqual([]);
  });

  it("makes the demo's people once, with valid invented numbers and consents", async () => {
    for (const { idNumber, birthDay, realName, phone } of demoPeople) {
      expect(parseIdNumber(idNumber, '2026-06-04')).toMatchObject({ ok: true, birthDay });
      const person = { name: realName, idNumber, phone, communityId, addressDetail: '1号楼' };
      const id = await createDemoResident(server.deps, person);
      expect(await createDemoResident(server.deps, person)).toBe(id);
      const consents = (await rowsOf('consents')).filter((row) => row.residentId === id);
      expect(consents.map((row) => row.channel)).toEqual(['seed', 'seed']);
    }
  });
});
