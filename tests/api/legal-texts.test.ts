import type { LegalText, TextVersion } from '@linkang/shared/api/contract.routes';
import type { PolicyRole } from '@linkang/shared/api/policy';
import type { CentreSettings } from '@linkang/shared/api/settings';
import { bodyOf, countOutcomes, faultsOf, outcomeOf } from '../support/answers';
import { buildRegistration, signInResident } from '../support/builders';
import { buildCitizen, staffCaller } from '../support/clinic';
import { buildTeam, sign, signed, teamStaff } from '../support/contracts';
import { Caller } from '../support/http';
import { startServer, type TestServer } from '../support/server';

let server: TestServer;
let director: Caller;
let anyone: Caller;

beforeEach(async () => {
  server = await startServer({ limits: false });
  director = staffCaller(server, ['director']);
  anyone = new Caller(server.baseUrl);
});
afterEach(() => server.stop());

const NEXT = '<p>{{centreName}}，电话 {{centrePhone}}。第二版。</p>';
const textOf = async (kind: string): Promise<LegalText> =>
  bodyOf(await director.get<{ items: LegalText[] }>('/settings/texts')).items.find(
    (text) => text.kind === kind,
  ) as LegalText;
const agreement = async () => bodyOf(await anyone.get<{ version: string; html: string }>('/agreement'));
const saveDraft = (rev: number, html = NEXT, kind = 'agreement') =>
  director.put<LegalText>(`/settings/texts/${kind}`, { rev, title: '签约协议', html });
const publish = (rev: number, kind = 'agreement') =>
  director.post<LegalText>(`/settings/texts/${kind}/publish`, { rev });
async function moveCentre(changes: Partial<CentreSettings>): Promise<void> {
  const { rev, centre } = bodyOf(await director.get<{ rev: number; centre: CentreSettings }>('/settings/centre'));
  bodyOf(await director.put('/settings/centre', { rev, centre: { ...centre, ...changes } }));
}

it('a draft is seen by its editors only until it is published as the next version', async () => {
  expect(await textOf('agreement')).toMatchObject({ rev: 0, draft: null, published: { version: '2026-1' } });
  const drafted = bodyOf(await saveDraft(0));
  expect(drafted).toMatchObject({ rev: 1, draft: { html: NEXT }, published: { version: '2026-1' } });
  expect((await agreement()).version).toBe('2026-1');
  expect(bodyOf(await publish(1))).toMatchObject({ rev: 2, draft: null, published: { version: '2026-2', html: NEXT } });
  expect(await agreement()).toEqual({
    version: '2026-2',
    title: '签约协议',
    html: '<p>邻康社区卫生服务中心，电话 010-55500120。第二版。</p>',
  });
  const versions = bodyOf(await director.get<{ items: TextVersion[] }>('/settings/texts/agreement/versions')).items;
  expect(versions.map(({ version, publishedAt }) => [version, publishedAt])).toEqual([
    ['2026-2', server.clock.now().toISOString()],
    ['2026-1', null],
  ]);
  expect(versions[1]?.html).toContain('{{centreName}}');
  bodyOf(await saveDraft(2));
  expect(bodyOf(await publish(3)).published.version).toBe('2026-3');
});

it('of two who publish or save at once one comes through, and without a draft nobody', async () => {
  expect(outcomeOf(await publish(0))).toBe('409 STATE_CONFLICT');
  expect(countOutcomes(await Promise.all([saveDraft(0), saveDraft(0)]))).toEqual({ 200: 1, '409 STATE_CONFLICT': 1 });
  expect(countOutcomes(await Promise.all([publish(1), publish(1), saveDraft(1)]))).toEqual({
    200: 1,
    '409 STATE_CONFLICT': 2,
  });
});

it('an old reading is not signed, and what was signed can be shown after later versions', async () => {
  const team = await buildTeam();
  const citizen = await buildCitizen(server);
  const before = await agreement();
  const contract = await signed(citizen, team._id);
  bodyOf(await saveDraft(0));
  bodyOf(await publish(1));
  const other = await buildCitizen(server, { birthDay: '1960-02-03' });
  expect(outcomeOf(await sign(other, team._id))).toBe('409 STATE_CONFLICT');
  const second = await signed(other, team._id, { textVersion: '2026-2' });

  const signedText = async (caller: Caller, id: string) =>
    bodyOf(await caller.get<{ version: string; html: string }>(`/contracts/${id}/text`));
  expect(await signedText(citizen.caller, contract.id)).toEqual(before);
  expect((await signedText(teamStaff(server, ['doctor'], [team._id]), second.id)).html).toContain('第二版');
  const hidden = await Promise.all(
    [other.caller, anyone, staffCaller(server, ['editor'])].map((caller) =>
      caller.get(`/contracts/${contract.id}/text`),
    ),
  );
  expect(hidden.map(outcomeOf)).toEqual(['404 NOT_FOUND', '401 AUTH_REQUIRED', '403 FORBIDDEN']);
});

it('a centre that changes its name or phone shows the new one everywhere, as another version', async () => {
  const team = await buildTeam();
  const read = await agreement();
  await moveCentre({ hours: '全天' });
  expect(await agreement()).toEqual(read);
  await moveCentre({ name: '东湖社区卫生服务中心', phone: '027-88001234', address: '东湖路1号' });
  const consents = bodyOf(await anyone.get<{ items: { version: string; html: string }[] }>('/consents')).items;
  for (const text of [await agreement(), ...consents]) {
    expect(text.version).toBe('2026-1.1');
    expect(text.html).toContain('东湖社区卫生服务中心');
    expect(text.html).not.toMatch(/邻康|55500120|康宁路|\{\{/);
  }
  expect(outcomeOf(await sign(await buildCitizen(server), team._id))).toBe('409 STATE_CONFLICT');
  const { caller } = await signInResident(server, 'ok-newcomer');
  const old = buildRegistration(server, {
    consents: ['service', 'sensitive'].map((purpose) => ({ purpose, version: '2026-1' })),
  });
  expect(outcomeOf(await caller.post('/residents', old))).toBe('403 CONSENT_REQUIRED');
  expect(outcomeOf(await caller.post('/residents', buildRegistration(server)))).toBe('201');
});

it.each([
  ['', 'EMPTY'],
  ['x'.repeat(60_001), 'TOO_LONG'],
  ['<p onclick="x">{{centreName}} {{centrePhone}}</p>', 'LEGAL_TEXT'],
  ['<p>{{centreName}} {{centrePhone}} {{fax}}</p>', 'LEGAL_TEXT'],
  ['<p>邻康，电话 {{centrePhone}}</p>', 'LEGAL_TEXT'],
])('refuses %.40s', async (html, code) => {
  const answer = await saveDraft(0, html);
  expect([answer.status, faultsOf(answer)]).toEqual([400, [`body.html ${code}`]]);
});

it('refuses an empty title and an unknown kind', async () => {
  const untitled = await director.put('/settings/texts/service', { rev: 0, title: '', html: NEXT });
  expect(faultsOf(untitled)).toEqual(['body.title EMPTY']);
  expect(faultsOf(await saveDraft(0, NEXT, 'other'))).toEqual(['params.id TYPE']);
});

it.each(['doctor', 'nurse', 'desk', 'editor', 'resident', 'nobody'])('is not for %s', async (who) => {
  const resident = who === 'resident' ? (await signInResident(server, 'ok-someone')).caller : undefined;
  const caller = resident ?? (who === 'nobody' ? anyone : staffCaller(server, [who as PolicyRole]));
  const answers = [
    await caller.get('/settings/texts'),
    await caller.get('/settings/texts/agreement/versions'),
    await caller.put('/settings/texts/agreement', { rev: 0, title: 'x', html: NEXT }),
    await caller.post('/settings/texts/agreement/publish', { rev: 0 }),
  ];
  expect(answers.map(outcomeOf)).toEqual(Array(4).fill(who === 'nobody' ? '401 AUTH_REQUIRED' : '403 FORBIDDEN'));
});
