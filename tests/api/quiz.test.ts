import { createDemoQuiz } from '@linkang/server/modules/quiz';
import { xlsxOf } from '@linkang/server/modules/export/export.file';
import type { BankQuestion, LiveContest, QuizAttempt, QuizContest, QuizRoutes } from '@linkang/shared/api/quiz.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { quizColumns } from '@linkang/shared/domain/quiz-rules';
import { quizQuestions } from '@linkang/shared/domain/tables/quiz-questions';
import { bodyOf, countOutcomes, faultsOf, outcomeOf } from '../support/answers';
import { auditRows } from '../support/audits';
import { buildCitizen, staffCaller, type Citizen } from '../support/clinic';
import { Caller, type Answer } from '../support/http';
import { askMerge, buildDeskRecord, finishMerges, runMerges } from '../support/merges';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

const MISSING = '665eaf2f9d2a4c0012345678';
const QUESTION = {
  category: '高血压',
  text: '每天吃盐最多几克？',
  options: { A: '3克', B: '5克', C: '8克', D: '10克' },
  answer: 'B',
  explanation: '国家建议成年人每天不超过5克。',
};

let server: TestServer;
let anyone: Caller;
let person: Citizen;

beforeAll(async () => {
  server = await startServer({ limits: false });
  anyone = new Caller(server.baseUrl);
});
beforeEach(async () => {
  server.clock.set(TEST_NOW);
  for (const name of ['quizQuestions', 'quizAttempts', 'quizContests', 'quizRounds', 'quizAnswers', 'quizPrizes'])
    await server.deps.connection.collection(name).deleteMany({});
  person = await buildCitizen(server, { name: '王秀英' });
});
afterAll(() => server.stop());

type Bank = CallReply<QuizRoutes['questions']>;
type Paper = CallReply<QuizRoutes['paper']>;

const editor = (): Caller => staffCaller(server, ['editor'], 'editor-1');
const doctor = (): Caller => staffCaller(server, ['doctor'], 'doctor-1');
const bank = async (query = ''): Promise<Bank> => bodyOf(await editor().get<Bank>(`/quiz-questions${query}`));
const write = (changes: object = {}, key?: string | null, caller = editor()): Promise<Answer<BankQuestion>> =>
  caller.post<BankQuestion>('/quiz-questions', { ...QUESTION, ...changes }, key);
const change = ({ id, rev }: Pick<BankQuestion, 'id' | 'rev'>, changes: object = {}) =>
  editor().put<BankQuestion>(`/quiz-questions/${id}`, { rev, ...QUESTION, ...changes });
const release = (items: readonly Pick<BankQuestion, 'id' | 'rev'>[], caller = doctor()) =>
  caller.post<{ released: number; skipped: number }>('/quiz-questions/release', {
    items: items.map(({ id, rev }) => ({ id, rev })),
  });
const paper = async (): Promise<Paper> => bodyOf(await anyone.get<Paper>('/quiz-paper'));
const importSheet = async (rows: string[][], caller = editor()) =>
  caller.post<CallReply<QuizRoutes['importQuestions']>>('/quiz-questions/import', {
    file: (await xlsxOf(rows)).toString('base64'),
  });
const open = (
  key?: string | null,
  body: object = { name: '社区竞赛' },
  caller = editor(),
): Promise<Answer<QuizContest>> => caller.post<QuizContest>('/quiz-contests', body, key);
const startRound = ({ id }: QuizContest, body: object = {}) =>
  editor().post<LiveContest>(`/quiz-contests/${id}/rounds`, { no: 1, seconds: 60, ...body });
const finish = (body: object, key?: string | null, who = person, residentId = who.residentId) =>
  who.caller.post<QuizAttempt>(`/residents/${residentId}/quiz-attempts`, { seconds: null, ...body }, key);
/** As if the lead before a question were over. */
const openNow = (id: string) =>
  server.deps.connection
    .collection<{ _id: string }>('quizRounds')
    .updateOne({ _id: id }, { $set: { opensAt: new Date(Date.now() - 1000) } });
const answer = (who: Citizen, roundId: string, choice = 'A') =>
  who.caller.post(`/quiz-rounds/${roundId}/answers`, { choice });

describe('the bank', () => {
  it('begins with the national questions, none of which is asked before a doctor released it', async () => {
    const first = await bank('?limit=100');
    expect(first.items).toHaveLength(quizQuestions.questions.length);
    expect(first).toMatchObject({ waiting: 30, released: 0, nextCursor: null });
    expect((await paper()).questions).toEqual([]);
    expect(bodyOf(await release(first.items.slice(0, 12)))).toEqual({ released: 12, skipped: 0 });
    expect(bodyOf(await release(first.items.slice(0, 13)))).toEqual({ released: 1, skipped: 12 });
    expect(await bank()).toMatchObject({ waiting: 17, released: 13 });
    expect((await bank('?state=released')).items).toHaveLength(13);
  });

  it('is listed page by page', async () => {
    const first = await bank('?limit=20');
    const second = await bank(`?limit=20&cursor=${encodeURIComponent(first.nextCursor ?? '')}`);
    expect(second.nextCursor).toBeNull();
    expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(30);
    expect(faultsOf(await editor().get('/quiz-questions?cursor=x'))).toEqual(['query.cursor CURSOR']);
  });

  it('takes a question once, changes it at its revision, and asks it anew only after a doctor', async () => {
    const same = await Promise.all(Array.from({ length: 20 }, () => write({}, 'same')));
    expect(new Set(same.map((made) => bodyOf(made, 201).id)).size).toBe(1);
    const question = bodyOf(same[0] as Answer<BankQuestion>, 201);
    expect(outcomeOf(await write({ text: '每天吃盐，最多几克' }))).toBe('409 STATE_CONFLICT');
    expect(outcomeOf(await write({ answer: 'A' }, 'same'))).toBe('422 IDEMPOTENCY_MISMATCH');
    bodyOf(await release([question]));
    expect((await paper()).questions.map(({ id }) => id)).toEqual([question.id]);
    const raced = await Promise.all([1, 2, 3].map((n) => change({ ...question, rev: 1 }, { explanation: `改${n}` })));
    expect(countOutcomes(raced)).toEqual({ '200': 1, '409 STATE_CONFLICT': 2 });
    expect((await paper()).questions).toEqual([]);
    expect(bodyOf(await release([{ ...question, rev: 1 }]))).toEqual({ released: 0, skipped: 1 });
    bodyOf(await release([{ ...question, rev: 2 }]));
    const retired = await editor().post<BankQuestion>(`/quiz-questions/${question.id}/retirement`, { rev: 3 });
    expect(bodyOf(retired).state).toBe('retired');
    expect((await paper()).questions).toEqual([]);
  });

  it('takes a sheet: good rows wait for a doctor, bad ones are named, known ones stay', async () => {
    const heading = Object.values(quizColumns);
    const row = (text: string, rest: string[] = ['甲', '乙', '丙', '丁', 'b', '因为']) => ['饮食', text, ...rest];
    const rows = [
      heading,
      row('一天喝多少水？'),
      row('一天走多少步？', ['甲', '甲', '丙', '丁', 'A', '因为']),
      row('没有答案的题', ['甲', '乙', '丙', '丁', '', '因为']),
      row('答案写错的题', ['甲', '乙', '丙', '丁', 'E', '因为']),
      row('一天喝多少水'),
    ];
    const read = bodyOf(await importSheet(rows));
    expect(read).toMatchObject({ added: 1, known: 0 });
    expect(read.faults).toEqual([
      { line: 3, says: '有两个选项写的一样。' },
      { line: 4, says: '“答案”没有填。' },
      { line: 5, says: '“答案”要写 A、B、C 或 D。' },
      { line: 6, says: '这道题在表里写了两遍。' },
    ]);
    expect(bodyOf(await importSheet(rows.slice(0, 2)))).toEqual({ added: 0, known: 1, faults: [] });
    expect((await bank('?limit=100')).items.find(({ text }) => text === '一天喝多少水？')).toMatchObject({
      answer: 'B',
      state: 'proposed',
    });
    expect(faultsOf(await importSheet([['题目']]))).toEqual(['body.file HEADING']);
    expect(faultsOf(await importSheet([heading]))).toEqual(['body.file EMPTY']);
    const broken = { file: Buffer.from('PK\u0003\u0004').toString('base64') };
    expect(faultsOf(await editor().post('/quiz-questions/import', broken))).toEqual(['body.file TABLE']);
    expect(faultsOf(await editor().post('/quiz-questions/import', { file: '' }))).toEqual(['body.file EMPTY']);
  });
});

describe('a paper', () => {
  beforeEach(() => createDemoQuiz(server.deps, 'doctor-1'));

  it('has ten different questions, and the answers in another order each time', async () => {
    const papers = await Promise.all(Array.from({ length: 8 }, paper));
    for (const { questions, passScore } of papers) {
      expect(new Set(questions.map(({ id }) => id)).size).toBe(10);
      expect(passScore).toBe(60);
      for (const { id, options, answer: right } of questions) {
        const national = quizQuestions.questions.find(({ code }) => code === id);
        expect(right).toBe(national?.answer);
        expect(Object.fromEntries(options.map(({ key, text }) => [key, text]))).toEqual(national?.options);
      }
    }
    const orders = papers.flatMap(({ questions }) =>
      questions.map(({ options }) => options.map(({ key }) => key).join('')),
    );
    expect(new Set(orders).size).toBeGreaterThan(4);
  });

  it('is counted by the server for whoever is signed in, once for a key, and seen by that person alone', async () => {
    const { questions } = await paper();
    const answers = questions.map(({ id, answer: right }, index) => ({
      questionId: id,
      choice: index < 6 ? right : null,
    }));
    const made = await Promise.all(Array.from({ length: 20 }, () => finish({ answers, seconds: 90 }, 'same')));
    expect(new Set(made.map((one) => bodyOf(one, 201).id)).size).toBe(1);
    expect(made[0]?.body).toMatchObject({
      right: 6,
      total: 10,
      score: 60,
      passed: true,
      seconds: 90,
      day: '2026-06-04',
    });
    expect(bodyOf(await finish({ answers: answers.slice(5) }), 201)).toMatchObject({ right: 1, passed: false });
    expect(outcomeOf(await finish({ answers: answers.slice(1) }, 'same'))).toBe('422 IDEMPOTENCY_MISMATCH');
    const at = `/residents/${person.residentId}/quiz-attempts`;
    expect(bodyOf(await person.caller.get<{ items: QuizAttempt[] }>(at)).items).toHaveLength(2);
    const other = await buildCitizen(server);
    expect(outcomeOf(await other.caller.get(at))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await finish({ answers }, undefined, other, person.residentId))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await anyone.get(at))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await editor().get(at))).toBe('403 FORBIDDEN');
  });

  it('names each bad field', async () => {
    const one = { questionId: 'Q01', choice: 'A' };
    expect(faultsOf(await finish({ answers: [] }))).toEqual(['body.answers EMPTY']);
    expect(faultsOf(await finish({ answers: [one, one] }))).toEqual(['body.answers REPEATED']);
    expect(faultsOf(await finish({ answers: [{ ...one, choice: 'E' }] }))).toEqual(['body.answers.0.choice UNKNOWN']);
    expect(faultsOf(await finish({ answers: [{ ...one, questionId: 'none' }] }))).toEqual([
      'body.answers.0.questionId UNKNOWN',
    ]);
    expect(faultsOf(await finish({ answers: [one], seconds: -1 }))).toEqual(['body.seconds TOO_SMALL']);
    expect(faultsOf(await finish({ answers: [one] }, null))).toEqual(['header.Idempotency-Key MISSING']);
  });
});

describe('a contest', () => {
  let contest: QuizContest;

  beforeEach(async () => {
    await createDemoQuiz(server.deps, 'doctor-1');
    contest = bodyOf(await open(), 201);
  });

  const live = async (): Promise<LiveContest> =>
    bodyOf(await anyone.get<LiveContest>(`/quiz-contests/${contest.id}/live`));
  /** A round that takes answers. @returns its id and the right answer */
  const running = async (no = 1): Promise<{ id: string; right: string }> => {
    const { round } = bodyOf(await startRound(contest, { no }));
    const id = round?.id ?? '';
    await openNow(id);
    const row = await server.deps.connection
      .collection<{ _id: string; answer: string }>('quizRounds')
      .findOne({ _id: id });
    return { id, right: row?.answer ?? '' };
  };
  const wrongOf = (right: string): string => (right === 'A' ? 'B' : 'A');

  it('shows nothing of a question before its time, takes answers, and shows who was right when it is over', async () => {
    const { round } = bodyOf(await startRound(contest));
    expect(round).toMatchObject({ no: 1, phase: 'soon', question: null, result: null, answered: 0 });
    expect(outcomeOf(await answer(person, round?.id ?? ''))).toBe('409 QUIZ_ROUND_CLOSED');
    expect(outcomeOf(await startRound(contest, { no: 2 }))).toBe('409 STATE_CONFLICT');
    await openNow(round?.id ?? '');
    const { answer: right } = (await server.deps.connection
      .collection<{ _id: string; answer: string }>('quizRounds')
      .findOne({ _id: round?.id ?? '' })) ?? { answer: '' };
    const other = await buildCitizen(server, { name: '赵德福' });
    bodyOf(await answer(other, round?.id ?? '', right));
    bodyOf(await answer(person, round?.id ?? '', right));
    bodyOf(await answer(person, round?.id ?? '', right));
    expect(outcomeOf(await answer(person, round?.id ?? '', wrongOf(right)))).toBe('409 STATE_CONFLICT');
    const ended = bodyOf(await editor().post<LiveContest>(`/quiz-rounds/${round?.id ?? ''}/end`));
    expect(ended.round).toMatchObject({ phase: 'over', answered: 2, result: { answer: right } });
    expect(ended.round?.result?.first.map(({ name }) => name)).toEqual(['赵*', '王*']);
    expect(outcomeOf(await editor().post(`/quiz-rounds/${round?.id ?? ''}/end`))).toBe('409 STATE_CONFLICT');
    const late = await buildCitizen(server);
    expect(outcomeOf(await answer(late, round?.id ?? '', right))).toBe('409 QUIZ_ROUND_CLOSED');
    // Whose reply was lost gets it still.
    expect(outcomeOf(await answer(person, round?.id ?? '', right))).toBe('200');
    expect(JSON.stringify(await live())).not.toContain('赵德福');
  });

  it('ranks by points, with the own place, and asks no question twice', async () => {
    const other = await buildCitizen(server, { name: '赵德福' });
    const asked = new Set<string>();
    for (const no of [1, 2, 3]) {
      const { id, right } = await running(no);
      bodyOf(await answer(person, id, right));
      bodyOf(await answer(other, id, no === 1 ? right : wrongOf(right)));
      bodyOf(await editor().post(`/quiz-rounds/${id}/end`));
      asked.add((await live()).round?.question?.text ?? '');
    }
    expect(asked.size).toBe(3);
    type Ranking = CallReply<QuizRoutes['ranking']>;
    const at = `/quiz-contests/${contest.id}/ranking`;
    const ranking = bodyOf(await other.caller.get<Ranking>(at));
    expect(ranking.best.map(({ name, points, place }) => [name, points, place])).toEqual([
      ['王*', 45, 1],
      ['赵*', 14, 2],
    ]);
    expect(ranking.mine).toEqual({ place: 2, points: 14, right: 1, answered: 3 });
    expect(bodyOf(await anyone.get<Ranking>(at)).mine).toBeNull();
  });

  it('gives a person one prize, whoever hands it out', async () => {
    const { id, right } = await running();
    bodyOf(await answer(person, id, right));
    const give = (key?: string, residentId = person.residentId, prize = '血压计') =>
      editor().post(`/quiz-contests/${contest.id}/prizes`, { residentId, prize }, key);
    const raced = await Promise.all(Array.from({ length: 10 }, () => give()));
    expect(countOutcomes(raced)).toEqual({ '201': 1, '409 STATE_CONFLICT': 9 });
    const other = await buildCitizen(server);
    expect(outcomeOf(await give(undefined, other.residentId))).toBe('404 NOT_FOUND');
    expect(faultsOf(await give(undefined, person.residentId, ' '))).toEqual(['body.prize EMPTY']);
    type Standings = CallReply<QuizRoutes['standings']>;
    const { items } = bodyOf(await editor().get<Standings>(`/quiz-contests/${contest.id}/standings`));
    expect(items).toMatchObject([{ residentId: person.residentId, name: '王*', place: 1, prize: '血压计' }]);
    const actions = await auditRows(server).distinct('action', { residentId: person.residentId });
    expect(actions).toEqual(expect.arrayContaining(['quiz.standings', 'quiz.givePrize']));
  });

  it('keeps one answer when two records of a person become one', async () => {
    const { id, right } = await running();
    const away = await buildCitizen(server, { name: '王秀英' });
    bodyOf(await answer(away, id, right));
    bodyOf(await answer(person, id, right));
    const desk = await buildDeskRecord(server, { name: '王秀英' });
    await server.deps.connection
      .collection('quizAnswers')
      .updateOne({ residentId: away.residentId }, { $set: { residentId: desk.residentId } });
    const keeper = staffCaller(server, ['director']);
    bodyOf(await askMerge(keeper, person.residentId, desk.residentId), 201);
    await runMerges(server);
    await finishMerges(server);
    const rows = await server.deps.connection.collection('quizAnswers').find({ roundId: id }).toArray();
    expect(rows.map(({ residentId }) => residentId as string)).toEqual([person.residentId]);
  });

  it('is opened once for a key, is found by everybody while it goes on, and ends at its revision', async () => {
    const same = await Promise.all(Array.from({ length: 20 }, () => open('same')));
    expect(new Set(same.map((made) => bodyOf(made, 201).id)).size).toBe(1);
    const found = bodyOf(await anyone.get<{ items: QuizContest[] }>('/quiz-contests/open'));
    expect(found.items.map(({ id }) => id)).toContain(contest.id);
    await running();
    const { rev } = bodyOf(await editor().get<{ items: QuizContest[] }>('/quiz-contests')).items.find(
      ({ id }) => id === contest.id,
    ) as QuizContest;
    const end = () => editor().post<QuizContest>(`/quiz-contests/${contest.id}/end`, { rev });
    expect(countOutcomes(await Promise.all([end(), end()]))).toEqual({ '200': 1, '409 STATE_CONFLICT': 1 });
    expect((await live()).round?.phase).toBe('over');
    expect(outcomeOf(await startRound(contest, { no: 2 }))).toBe('409 STATE_CONFLICT');
  });

  it('refuses what others ask, what is wrong and what is not there', async () => {
    const calls: [string, object][] = [
      ['/quiz-contests', { name: 'x' }],
      [`/quiz-contests/${contest.id}/rounds`, { no: 1, seconds: 20 }],
      [`/quiz-contests/${contest.id}/end`, { rev: 0 }],
      ['/quiz-rounds/none/end', {}],
      [`/quiz-contests/${contest.id}/prizes`, { residentId: person.residentId, prize: 'x' }],
      ['/quiz-questions', QUESTION],
      ['/quiz-questions/Q01/retirement', { rev: 0 }],
    ];
    for (const [path, body] of calls) {
      expect(outcomeOf(await anyone.post(path, body))).toBe('401 AUTH_REQUIRED');
      expect(outcomeOf(await person.caller.post(path, body))).toBe('403 FORBIDDEN');
      expect(outcomeOf(await staffCaller(server, ['desk']).post(path, body))).toBe('403 FORBIDDEN');
    }
    expect(outcomeOf(await release([{ id: 'Q01', rev: 0 }], editor()))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await anyone.post('/quiz-rounds/none/answers', { choice: 'A' }))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await answer(person, 'none'))).toBe('404 NOT_FOUND');
    expect(faultsOf(await answer(person, 'none', 'E'))).toEqual(['body.choice UNKNOWN']);
    for (const path of ['live', 'ranking'])
      expect(outcomeOf(await anyone.get(`/quiz-contests/${MISSING}/${path}`))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await editor().get(`/quiz-contests/${MISSING}/standings`))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await startRound({ ...contest, id: MISSING }))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await editor().post('/quiz-rounds/none/end'))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await change({ id: MISSING, rev: 0 }))).toBe('404 NOT_FOUND');
    expect(faultsOf(await startRound(contest, { seconds: 2 }))).toEqual(['body.seconds TOO_SMALL']);
    expect(faultsOf(await startRound(contest, { seconds: 121 }))).toEqual(['body.seconds TOO_LARGE']);
    expect(faultsOf(await startRound(contest, { no: 0 }))).toEqual(['body.no TOO_SMALL']);
    expect(outcomeOf(await startRound(contest, { no: 2 }))).toBe('409 STATE_CONFLICT');
    expect(faultsOf(await open(undefined, { name: ' ' }))).toEqual(['body.name EMPTY']);
    expect(faultsOf(await write({ options: { ...QUESTION.options, A: '5 克' } }))).toEqual(['body.options REPEATED']);
    expect(faultsOf(await write({ answer: 'E' }))).toEqual(['body.answer UNKNOWN']);
    expect(faultsOf(await write({ text: ' ' }))).toEqual(['body.text EMPTY']);
    expect(faultsOf(await write({ explanation: '长'.repeat(301) }))).toEqual(['body.explanation TOO_LONG']);
    expect(faultsOf(await write({ category: 'risky' }))).toEqual(['body.category RISKY']);
    const unknown = new Caller(
      server.baseUrl,
      server.deps.tokens.signAccess({ kind: 'resident', accountId: 'nobody-yet', signInId: 'test' }),
    );
    expect(outcomeOf(await unknown.post('/quiz-rounds/none/answers', { choice: 'A' }))).toBe('409 RESIDENT_REQUIRED');
  });
});
