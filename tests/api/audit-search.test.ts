import type { AuditEntry, TrailRoutes } from '@linkang/shared/api/trail.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { createStaff } from '@linkang/server/modules/staff';
import { auditRows } from '../support/audits';
import { bodyOf, faultsOf, outcomeOf } from '../support/answers';
import { STAFF_PASSWORD } from '../support/builders';
import { buildCitizen, putAtCounter, staffCaller, type Citizen } from '../support/clinic';
import { Caller } from '../support/http';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

const CLERK = '665eaf2f9d2a4c0000000001';
const DIRECTOR = '665eaf2f9d2a4c0000000002';
const MISSING = '665eaf2f9d2a4c0012345678';

let server: TestServer;
let citizen: Citizen;
let other: Citizen;

beforeAll(async () => {
  server = await startServer({ limits: false });
  citizen = await buildCitizen(server, { name: '王秀英' });
  other = await buildCitizen(server, { name: '李国强', sex: 'male' });
  const clerk = { id: CLERK, username: 'zhou', name: '周晓燕', title: '', teamIds: [], demo: false };
  await createStaff({ ...clerk, roles: ['desk'], password: STAFF_PASSWORD });
});
beforeEach(async () => {
  await auditRows(server).deleteMany({});
});
afterEach(() => server.clock.set(TEST_NOW));
afterAll(() => server.stop());

interface Page {
  items: AuditEntry[];
  nextCursor: string | null;
}

const clerk = (): Caller => staffCaller(server, ['desk'], CLERK);
const director = (): Caller => staffCaller(server, ['director'], DIRECTOR);
const search = async (query = ''): Promise<Page> => bodyOf(await director().get<Page>(`/audits${query}`));
const actionsOf = ({ items }: Page): string[] =>
  items.filter(({ staffId }) => staffId !== DIRECTOR).map(({ action }) => action);

describe('GET /audits', () => {
  it('is for those who look after the log', async () => {
    expect(outcomeOf(await new Caller(server.baseUrl).get('/audits'))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await citizen.caller.get('/audits'))).toBe('403 FORBIDDEN');
    for (const role of ['doctor', 'nurse', 'desk', 'editor', 'admin'] as const)
      for (const at of ['/audits', '/audits/choices'])
        expect(outcomeOf(await staffCaller(server, [role]).get(at))).toBe('403 FORBIDDEN');
  });

  it.each([
    ['residentId=a%20b', 'query.residentId ID'],
    ['staffId=%24ne', 'query.staffId ID'],
    ['action=everything', 'query.action ACTION'],
    ['result=maybe', 'query.result TYPE'],
    ['fromDay=2026-02-30', 'query.fromDay DAY'],
    ['toDay=today', 'query.toDay DAY'],
    ['fromDay=2026-06-05&toDay=2026-06-04', 'query.toDay DAY_ORDER'],
    ['limit=0', 'query.limit TOO_SMALL'],
    ['cursor=1%7Cabc', 'query.cursor CURSOR'],
  ])('refuses %s', async (query, fault) => {
    expect(faultsOf(await director().get(`/audits?${query}`))).toEqual([fault]);
  });

  it('tells who, whom, what, when, from where, what for and with what result', async () => {
    await putAtCounter(server, CLERK, citizen.residentId);
    bodyOf(
      await clerk().send('GET', `/residents/${citizen.residentId}`, undefined, {
        headers: { 'User-Agent': 'Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36' },
      }),
    );
    const { items } = await search(`?residentId=${citizen.residentId}&action=resident.get`);
    expect(items).toEqual<AuditEntry[]>([
      {
        id: expect.any(String) as string,
        at: TEST_NOW,
        staffName: '周晓燕',
        staffId: CLERK,
        role: 'desk',
        roles: ['desk'],
        action: 'resident.get',
        kind: 'view',
        words: '看了您的资料',
        result: 'done',
        residentId: citizen.residentId,
        residentNameMasked: '王*英',
        targetId: null,
        purpose: '服务居民',
        code: null,
        network: '127.0.0.0/24',
        device: 'Windows 电脑 Chrome',
        requestId: expect.any(String) as string,
      },
    ]);
  });

  it('is written down itself, about the person where it asked for one', async () => {
    await search();
    await search(`?residentId=${citizen.residentId}`);
    expect((await search(`?staffId=${DIRECTOR}`)).items.map(({ action, residentId }) => [action, residentId])).toEqual([
      ['trail.search', null],
      ['trail.search', citizen.residentId],
      ['trail.search', null],
    ]);
  });

  it('is narrowed by person, staff, action, result and days', async () => {
    await putAtCounter(server, CLERK, citizen.residentId);
    bodyOf(await clerk().get(`/residents/${citizen.residentId}`));
    bodyOf(await clerk().get(`/residents?query=${encodeURIComponent('李国强')}`));
    expect(outcomeOf(await staffCaller(server, ['admin'], MISSING).get(`/residents/${other.residentId}`))).toBe(
      '403 FORBIDDEN',
    );
    server.clock.advanceMinutes(24 * 60);
    await putAtCounter(server, CLERK, citizen.residentId);
    bodyOf(await clerk().get(`/bookings?residentId=${citizen.residentId}`));
    expect(actionsOf(await search(`?residentId=${citizen.residentId}`))).toEqual(['booking.list', 'resident.get']);
    expect(actionsOf(await search(`?staffId=${CLERK}`))).toEqual(['booking.list', 'resident.search', 'resident.get']);
    expect(actionsOf(await search('?action=resident.search'))).toEqual(['resident.search']);
    expect(actionsOf(await search('?result=denied'))).toEqual(['resident.get']);
    expect(actionsOf(await search('?fromDay=2026-06-05'))).toEqual(['booking.list']);
    expect(actionsOf(await search('?toDay=2026-06-04&result=done'))).toEqual(['resident.search', 'resident.get']);
  });

  it('goes from page to page', async () => {
    await putAtCounter(server, CLERK, citizen.residentId);
    for (let i = 0; i < 5; i += 1) bodyOf(await clerk().get(`/residents/${citizen.residentId}`));
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Page = await search(
        `?staffId=${CLERK}&limit=2${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
      );
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(new Set(seen).size).toBe(5);
    expect(seen).toHaveLength(5);
  });

  it('offers staff and actions to choose from', async () => {
    const choices = bodyOf(await director().get<CallReply<TrailRoutes['choices']>>('/audits/choices'));
    expect(choices.staff).toContainEqual({ id: CLERK, name: '周晓燕', roles: ['desk'], active: true });
    expect(choices.actions).toContainEqual({ action: 'resident.get', words: '看了您的资料' });
  });
});

describe('what goes into the log', () => {
  it('a search that found nobody', async () => {
    bodyOf(await clerk().get(`/residents?query=${encodeURIComponent('查无此人')}`));
    const rows = await auditRows(server).find().toArray();
    expect(rows).toMatchObject([{ action: 'resident.search', kind: 'search', residentId: null, result: 'done' }]);
    expect(JSON.stringify(rows)).not.toContain('查无此人');
  });

  it('an attempt of staff on a person who is not there, and one that the role forbids', async () => {
    expect(outcomeOf(await clerk().get(`/residents/${MISSING}`))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await clerk().get(`/contracts/${MISSING}/signature`))).toBe('403 FORBIDDEN');
    expect(await auditRows(server).find().sort({ _id: 1 }).toArray()).toMatchObject([
      { action: 'resident.get', residentId: MISSING, result: 'denied', code: 'NOT_FOUND' },
      { action: 'contract.signature', residentId: null, targetId: MISSING, result: 'denied', code: 'FORBIDDEN' },
    ]);
  });

  it('nothing of residents who are refused, and no address in full', async () => {
    expect(outcomeOf(await citizen.caller.get(`/residents/${other.residentId}`))).toBe('404 NOT_FOUND');
    expect(await auditRows(server).countDocuments()).toBe(0);
    await putAtCounter(server, CLERK, citizen.residentId);
    bodyOf(await clerk().get(`/residents/${citizen.residentId}`));
    expect(JSON.stringify(await auditRows(server).findOne())).not.toContain('127.0.0.1');
  });
});
