import { countHandouts, findActivities, lectureModule } from '@linkang/server/modules/lecture';
import type { Lecture, LectureRoutes } from '@linkang/shared/api/lecture.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { bodyOf, countOutcomes, faultsOf, outcomeOf } from '../support/answers';
import {
  addCounted,
  AFTER,
  announceActivity,
  buildRecordBody,
  checkInByStaff,
  DURING,
  readAttendance,
  signUp,
  type ActivityRecord,
  type Mine,
} from '../support/activities';
import { buildCitizen, buildLectureBody, staffCaller, type Citizen } from '../support/clinic';
import { Caller } from '../support/http';
import { drawPicture, upload } from '../support/pictures';
import { buildProxy } from '../support/proxies';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

const MISSING = '665eaf2f9d2a4c0012345678';

let server: TestServer;
let anyone: Caller;

beforeAll(async () => {
  server = await startServer();
  anyone = new Caller(server.baseUrl);
});
afterEach(() => server.clock.set(TEST_NOW));
afterAll(() => server.stop());

const nurse = (): Caller => staffCaller(server, ['nurse']);
const editor = (): Caller => staffCaller(server, ['editor']);
const read = async (id: string): Promise<ActivityRecord> =>
  bodyOf(await nurse().get<ActivityRecord>(`/lectures/${id}/record`));
const save = async (id: string, changes: Record<string, unknown> = {}, caller = nurse()) =>
  caller.put<ActivityRecord>(`/lectures/${id}/record`, buildRecordBody((await read(id)).rev, changes));
const finish = async (id: string, caller = nurse()) =>
  caller.post<ActivityRecord>(`/lectures/${id}/finish`, { rev: (await read(id)).rev });
const give = ({ caller, residentId }: Citizen, id: string, rating: string, words?: string, key?: string) =>
  caller.post(`/lectures/${id}/feedback`, { residentId, rating, ...(words === undefined ? {} : { words }) }, key);
const mine = async ({ caller }: Citizen, id: string): Promise<Mine> =>
  bodyOf(await caller.get<Mine>(`/lectures/${id}/mine`));

/** Somebody who registered and came. */
async function buildComer(lectureId: string): Promise<Citizen> {
  server.clock.set(TEST_NOW);
  const person = await buildCitizen(server);
  bodyOf(await signUp(person.caller, lectureId, person.residentId), 201);
  server.clock.set(DURING);
  bodyOf(await checkInByStaff(server, lectureId, person.residentId));
  return person;
}

describe("an activity's file", () => {
  it('is for those who receive people; only writers open a closed one', async () => {
    const { id } = await announceActivity(server);
    const person = await buildCitizen(server);
    const calls = (caller: Caller, at: string) => [
      caller.get(`/lectures/${at}/record`),
      caller.put(`/lectures/${at}/record`, buildRecordBody(0)),
      caller.post(`/lectures/${at}/finish`, { rev: 0 }),
      caller.post(`/lectures/${at}/reopen`, { rev: 0 }),
      caller.get('/health-days?year=2026'),
      caller.get('/lecture-figures?fromDay=2026-01-01&toDay=2026-12-31'),
    ];
    const outcomes = async (caller: Caller, at = id) => countOutcomes(await Promise.all(calls(caller, at)));
    expect(await outcomes(anyone)).toEqual({ '401 AUTH_REQUIRED': 6 });
    expect(await outcomes(person.caller)).toEqual({ '403 FORBIDDEN': 6 });
    expect(await outcomes(staffCaller(server, ['admin', 'auditor']))).toEqual({ '403 FORBIDDEN': 6 });
    expect(outcomeOf(await nurse().post(`/lectures/${id}/reopen`, { rev: 0 }))).toBe('403 FORBIDDEN');
    expect(await outcomes(editor(), MISSING)).toEqual({ '404 NOT_FOUND': 4, '200': 2 });
  });

  it('takes the fields of its kind, and pictures only with consent', async () => {
    const { id } = await announceActivity(server, { kind: 'SCREENING' });
    const photo = bodyOf(await upload(editor(), await drawPicture(60, 40, 'jpeg'), { type: 'image/jpeg' }), 201).id;
    const faulty: [Record<string, unknown>, string[]][] = [
      [{ photoIds: [photo] }, ['body.photosAllowed PHOTO_CONSENT']],
      [{ photoIds: [MISSING], photosAllowed: true }, ['body.photoIds[0] UNKNOWN']],
      [{ pictureIds: [MISSING] }, ['body.pictureIds[0] UNKNOWN']],
      [{ articleIds: [MISSING] }, ['body.articleIds[0] UNKNOWN']],
      [{ values: { prizes: 3 } }, ['body.values.prizes UNKNOWN']],
      [{ values: { screened: 3, abnormal: 4 } }, ['body.values.abnormal TOO_LARGE']],
      [{ handouts: [{ name: ' ', copies: 0 }] }, ['body.handouts.0.name EMPTY', 'body.handouts.0.copies TOO_SMALL']],
      [{ summary: '讲'.repeat(2001) }, ['body.summary TOO_LONG']],
    ];
    for (const [changes, faults] of faulty) expect(faultsOf(await save(id, changes))).toEqual(faults);
    const content = {
      values: { item: '血压血糖', screened: 30, abnormal: 4, referred: 1 },
      handouts: [{ name: '高血压防治手册', copies: 30 }],
      ...{ photoIds: [photo], photosAllowed: true, paperSheet: true },
    };
    const saved = bodyOf(await save(id, content));
    expect(saved).toMatchObject({
      ...{ values: content.values, handouts: content.handouts, paperSheet: true, missing: [], personTimes: 30 },
      photos: [{ id: photo, url: `/api/v1/files/${photo}` }],
      can: { save: true, finish: false, reopen: false },
    });
    const stored = await server.deps.connection
      .collection<{ _id: string; fileIds?: string[] }>('lectures')
      .findOne({ _id: id });
    expect(stored?.fileIds).toEqual([photo]);
  });

  it('is written at the revision that was read', async () => {
    const { id } = await announceActivity(server);
    const { rev } = await read(id);
    const put = () => nurse().put(`/lectures/${id}/record`, buildRecordBody(rev));
    expect(countOutcomes(await Promise.all([put(), put()]))).toEqual({ '200': 1, '409 STATE_CONFLICT': 1 });
  });

  it('is closed after the activity with the count of those who came, and counts for the year', async () => {
    const { id } = await announceActivity(server, { kind: 'THEME_DAY', healthDay: '全国爱眼日', capacity: 40 });
    await buildComer(id);
    const walkIn = await buildCitizen(server);
    server.clock.set(DURING);
    bodyOf(await checkInByStaff(server, id, walkIn.residentId));
    bodyOf(await addCounted(server, id, 30), 201);
    expect(outcomeOf(await finish(id))).toBe('409 STATE_CONFLICT');
    server.clock.set(AFTER);
    expect(outcomeOf(await finish(id))).toBe('409 STATE_CONFLICT');
    expect((await read(id)).missing).toEqual(['照片', '资料', '小结']);
    bodyOf(await save(id, { handouts: [{ name: '爱眼手册', copies: 25 }] }));
    const { rev } = await read(id);
    const close = () => nurse().post<ActivityRecord>(`/lectures/${id}/finish`, { rev });
    expect(countOutcomes(await Promise.all([close(), close()]))).toEqual({ '200': 1, '409 STATE_CONFLICT': 1 });
    expect(await read(id)).toMatchObject({
      counts: { registered: 1, walkIns: 1, counted: 30, total: 32 },
      personTimes: 32,
      can: { save: false, finish: false, reopen: false },
    });
    expect(bodyOf(await anyone.get<Lecture>(`/lectures/${id}`))).toMatchObject({ state: 'done', kind: 'THEME_DAY' });
    const range = { from: '2026-06-01', to: '2026-06-30' };
    const found = { id, kind: 'THEME_DAY', day: '2026-06-09', title: '夏天怎样防中暑', state: 'done', attendance: 32 };
    expect(await findActivities({ ...range, kinds: ['THEME_DAY'] })).toEqual([{ ...found, healthDay: '全国爱眼日' }]);
    expect(await findActivities({ ...range, kinds: ['QUIZ'] })).toEqual([]);
    expect(await countHandouts('2026-06-01', '2026-06-30')).toContainEqual({ name: '爱眼手册', copies: 25 });

    // Nothing is noted any more, until a writer opens it again.
    expect(outcomeOf(await addCounted(server, id, 1))).toBe('409 STATE_CONFLICT');
    expect(outcomeOf(await checkInByStaff(server, id, walkIn.residentId))).toBe('409 STATE_CONFLICT');
    expect(outcomeOf(await save(id))).toBe('409 STATE_CONFLICT');
    const closed = await read(id);
    const reopened = bodyOf(await editor().post<ActivityRecord>(`/lectures/${id}/reopen`, { rev: closed.rev }));
    expect(reopened.can).toEqual({ save: true, finish: true, reopen: false });
    expect(outcomeOf(await editor().post(`/lectures/${id}/reopen`, { rev: reopened.rev }))).toBe('409 STATE_CONFLICT');
    expect(await findActivities({ ...range, kinds: ['THEME_DAY'] })).toEqual([]);
    bodyOf(await addCounted(server, id, 1), 201);
    expect(bodyOf(await finish(id)).counts.total).toBe(33);
  });
});

describe('what those who came say', () => {
  it('is said once a person, after the activity, and counted without names', async () => {
    const { id } = await announceActivity(server);
    const [happy, unhappy, absent] = [await buildComer(id), await buildComer(id), await buildCitizen(server)];
    expect(outcomeOf(await give(happy, id, 'good'))).toBe('409 STATE_CONFLICT');
    server.clock.set(AFTER);
    expect((await mine(happy, id)).people).toEqual([
      expect.objectContaining({ residentId: happy.residentId, came: true, feedback: 'open' }),
    ]);
    expect((await mine(absent, id)).people).toEqual([
      expect.objectContaining({ residentId: absent.residentId, bookingId: null, came: false, feedback: 'closed' }),
    ]);
    expect(outcomeOf(await give(absent, id, 'good'))).toBe('409 STATE_CONFLICT');
    expect(faultsOf(await give(happy, id, 'great'))).toEqual(['body.rating UNKNOWN']);
    expect(faultsOf(await give(happy, id, 'good', '好'.repeat(201)))).toEqual(['body.words TOO_LONG']);
    expect(faultsOf(await give(happy, id, 'good', ' '))).toEqual(['body.words EMPTY']);
    const answers = await Promise.all(Array.from({ length: 10 }, () => give(happy, id, 'good', '讲得清楚', 'k')));
    expect(countOutcomes(answers)).toEqual({ '201': 10 });
    expect(outcomeOf(await give(happy, id, 'poor', undefined, 'k'))).toBe('422 IDEMPOTENCY_MISMATCH');
    const twice = await Promise.all([give(unhappy, id, 'poor'), give(unhappy, id, 'good')]);
    expect(countOutcomes(twice)).toEqual({ '201': 1, '409 STATE_CONFLICT': 1 });
    const { feedback } = await read(id);
    expect(feedback.words).toEqual(['讲得清楚']);
    expect(feedback.good + feedback.poor).toBe(2);
    expect((await mine(happy, id)).people[0]?.feedback).toBe('given');
    const stored = await server.deps.connection
      .collection('lectureFeedbacks')
      .findOne({ residentId: happy.residentId });
    expect(JSON.stringify(stored)).not.toContain('讲得清楚');
  });

  it('may be said for 30 days, by a relative who may book, and not by a stranger', async () => {
    const { id } = await announceActivity(server);
    const [mother, daughter, stranger] = [await buildComer(id), await buildCitizen(server), await buildCitizen(server)];
    await buildProxy(server, daughter, mother);
    server.clock.set(AFTER);
    const body = { residentId: mother.residentId, rating: 'fair' };
    expect(outcomeOf(await anyone.post(`/lectures/${id}/feedback`, body))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await nurse().post(`/lectures/${id}/feedback`, body))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await stranger.caller.post(`/lectures/${id}/feedback`, body))).toBe('404 NOT_FOUND');
    expect((await mine(daughter, id)).people.map(({ feedback }) => feedback)).toEqual(['closed', 'open']);
    server.clock.set('2026-07-10T02:00:00.000Z');
    expect(outcomeOf(await mother.caller.post(`/lectures/${id}/feedback`, body))).toBe('409 STATE_CONFLICT');
    server.clock.set('2026-07-09T02:00:00.000Z');
    const { caller } = await buildCitizen(server);
    expect(outcomeOf(await caller.post(`/lectures/${MISSING}/feedback`, body))).toBe('404 NOT_FOUND');
    server.clock.set(AFTER);
    expect(outcomeOf(await daughter.caller.post(`/lectures/${id}/feedback`, body))).toBe('201');
  });

  it('shows what was handed out to those who came, once it is over', async () => {
    const { id } = await announceActivity(server);
    const [comer, absent] = [await buildComer(id), await buildCitizen(server)];
    const picture = bodyOf(await upload(editor(), await drawPicture(50, 40, 'jpeg'), { type: 'image/jpeg' }), 201).id;
    const written = await editor().post<{ id: string }>('/articles', {
      ...{ title: '防中暑要点', category: '季节保健', html: '<p>多喝水。</p>' },
    });
    const articleId = bodyOf(written, 201).id;
    expect(faultsOf(await save(id, { articleIds: [articleId] }))).toEqual(['body.articleIds[0] UNKNOWN']);
    bodyOf(await editor().post(`/articles/${articleId}/publish`));
    bodyOf(await save(id, { articleIds: [articleId], pictureIds: [picture] }));
    expect((await mine(comer, id)).articles).toEqual([]);
    server.clock.set(AFTER);
    const shown = await mine(comer, id);
    expect(shown.articles).toEqual([{ id: articleId, title: '防中暑要点' }]);
    expect(shown.pictures).toEqual([`/api/v1/files/${picture}`]);
    expect(await mine(absent, id)).toMatchObject({ articles: [], pictures: [] });
  });
});

describe('the year', () => {
  type HealthDays = CallReply<LectureRoutes['healthDays']>;
  const line = async (name: string) =>
    bodyOf(await nurse().get<HealthDays>('/health-days?year=2026')).items.find((one) => one.name === name);

  it('shows which health days have something planned or done', async () => {
    expect(await line('世界慢阻肺日')).toEqual({
      ...{ name: '世界慢阻肺日', day: '2026-11-18', endDay: null, confidence: 'high', state: 'none', events: [] },
    });
    const body = buildLectureBody({ kind: 'THEME_DAY', healthDay: '世界慢阻肺日', day: '2026-11-18' });
    const draft = bodyOf(await editor().post<Lecture>('/lectures', body), 201);
    expect(draft).toMatchObject({ healthDay: '世界慢阻肺日', kind: 'THEME_DAY', location: null });
    expect(await line('世界慢阻肺日')).toMatchObject({
      state: 'planned',
      events: [{ id: draft.id, kind: 'THEME_DAY', state: 'draft' }],
    });
    bodyOf(await editor().post(`/lectures/${draft.id}/publish`));
    bodyOf(await editor().post(`/lectures/${draft.id}/cancel`, { reason: '改期' }));
    expect(await line('世界慢阻肺日')).toMatchObject({ state: 'none' });
    expect(await line('敬老月')).toMatchObject({ day: '2026-10-01', endDay: '2026-10-31' });
    for (const [query, faults] of [
      ['', ['query.year TYPE']],
      ['?year=1999', ['query.year TOO_SMALL']],
      ['?year=2101', ['query.year TOO_LARGE']],
    ] as const)
      expect(faultsOf(await nurse().get(`/health-days${query}`))).toEqual(faults);
  });

  it('counts closed activities by kind and month, and lists them by kind', async () => {
    const { id } = await announceActivity(server, { kind: 'EXERCISE', title: '健步走' });
    server.clock.set(DURING);
    bodyOf(await addCounted(server, id, 12), 201);
    server.clock.set(AFTER);
    bodyOf(await save(id));
    bodyOf(await finish(id));
    type Figures = CallReply<LectureRoutes['figures']>;
    const figures = await nurse().get<Figures>('/lecture-figures?fromDay=2026-06-01&toDay=2026-06-30');
    expect(bodyOf(figures).items).toContainEqual({ kind: 'EXERCISE', month: '2026-06', events: 1, personTimes: 12 });
    expect(faultsOf(await nurse().get('/lecture-figures?fromDay=2026-06-02&toDay=2026-06-01'))).toEqual([
      'query.toDay ORDER',
    ]);
    const listed = async (query: string) =>
      bodyOf(await anyone.get<{ items: Lecture[] }>(`/lectures?${query}`)).items.map((item) => item.id);
    const june = 'state=done&fromDay=2026-06-01&toDay=2026-06-30';
    expect(await listed(`${june}&kind=EXERCISE`)).toEqual([id]);
    expect(await listed(`${june}&kind=QUIZ`)).toEqual([]);
    expect(await listed('state=done&toDay=2026-06-08&kind=EXERCISE')).toEqual([]);
    expect(faultsOf(await anyone.get('/lectures?kind=PARTY'))).toEqual(['query.kind TYPE']);
  });

  it.each([
    [{ kind: 'BOARD' }, ['body.kind TYPE']],
    [{ healthDay: '春节' }, ['body.healthDay UNKNOWN']],
    [{ location: { latitude: 91, longitude: 0 } }, ['body.location.latitude RANGE']],
    [{ audience: '人'.repeat(61) }, ['body.audience TOO_LONG']],
    [{ partner: '校'.repeat(61) }, ['body.partner TOO_LONG']],
  ])('refuses %j in a draft', async (changes, faults) => {
    expect(faultsOf(await editor().post('/lectures', buildLectureBody(changes)))).toEqual(faults);
  });
});

describe('what is kept of a person', () => {
  const person = ({ residentId, accountId }: Citizen) => ({ residentId, accountId });

  it('is told to the person, goes over with the record, and is forgotten while the figures stay', async () => {
    const { id } = await announceActivity(server, { title: '怎样量血压' });
    const [stay, away] = [await buildCitizen(server), await buildCitizen(server)];
    server.clock.set(DURING);
    for (const { residentId } of [stay, away]) bodyOf(await checkInByStaff(server, id, residentId));
    server.clock.set(AFTER);
    bodyOf(await give(stay, id, 'good'), 201);
    bodyOf(await give(away, id, 'fair', '椅子太硬'), 201);
    const told = (await lectureModule.personalData?.(server.deps, person(away))) ?? [];
    expect(told.map(({ key, rows }) => [key, rows])).toEqual([
      ['lectureEntries', [expect.objectContaining({ title: '怎样量血压' })]],
      ['lectureFeedbacks', [expect.objectContaining({ title: '怎样量血压', rating: '一般', words: '椅子太硬' })]],
    ]);
    expect(
      (await lectureModule.served?.(server.deps, { residentIds: [away.residentId], limit: 5 }))?.map(({ day }) => day),
    ).toEqual(['2026-06-09']);

    const pair = { stayId: stay.residentId, awayId: away.residentId, by: 'staff-test' };
    for (let times = 0; times < 2; times += 1)
      expect(await lectureModule.merging?.move(server.deps, pair, server.clock.now())).toEqual([]);
    expect((await readAttendance(server, id)).counts.total).toBe(1);
    expect((await read(id)).feedback).toMatchObject({ good: 1, fair: 1 });

    const [store] = lectureModule.personalStores ?? [];
    expect(await store?.count(server.deps, person(stay))).toBe(3);
    await store?.erase(server.deps, person(stay), server.clock.now());
    expect(await store?.count(server.deps, person(stay))).toBe(0);
    expect((await readAttendance(server, id)).counts).toMatchObject({ counted: 1, total: 1 });
    expect((await read(id)).feedback).toMatchObject({ good: 1, fair: 1 });
  });
});
