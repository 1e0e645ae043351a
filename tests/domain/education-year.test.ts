import { educationMinimums } from '@linkang/shared/domain/tables/education-minimums';
import {
  addMonths,
  boardChangeBy,
  judgeYear,
  type MinimumResult,
  type YearActivity,
  type YearBoard,
  type YearFacts,
  type YearView,
} from '@linkang/shared/domain/education-year';

const nothing: YearFacts = { activities: [], boards: [], changes: [], prints: [], shown: [] };
const whole: YearView = { level: 'centre', year: 2026, today: '2026-12-31' };

const judged = (code: string, facts: Partial<YearFacts>, view: Partial<YearView> = {}): MinimumResult => {
  const row = judgeYear(educationMinimums, { ...whole, ...view }, { ...nothing, ...facts }).find(
    (result) => result.code === code,
  );
  if (!row) throw new Error(`no minimum ${code}`);
  return row;
};

const lecture = (day: string, more: Partial<YearActivity> = {}): YearActivity => ({
  ...{ id: `lecture-${day}`, kind: 'LECTURE', day, title: '讲座' },
  ...more,
});
const months = Array.from({ length: 12 }, (_, index) => String(index + 1).padStart(2, '0'));
const monthly = (days = months.map((month) => `2026-${month}-15`)): YearActivity[] => days.map((day) => lecture(day));
const board = (more: Partial<YearBoard> = {}): YearBoard => ({
  ...{ id: 'east', name: '东门', area: 2, height: 1.5, since: '2024-03-01', until: null },
  ...more,
});
const changes = (days: readonly string[], boardId = 'east') =>
  days.map((day) => ({ id: `${boardId}-${day}`, boardId, day, title: '控烟' }));
const kinds = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: `kind-${index}`, day: null, title: `资料${index}` }));

describe('lectures', () => {
  test('one in each month is enough, and all are listed in order of days', () => {
    const result = judged('LECTURE', { activities: [lecture('2026-03-20', { id: 'more' }), ...monthly()] });
    expect(result).toMatchObject({ least: 12, done: 12, state: 'done', missing: [] });
    expect(result.rows).toHaveLength(13);
    expect(result.rows.map(({ day }) => day)).toEqual([...result.rows.map(({ day }) => day)].sort());
    expect(result.series[0]?.parts[2]?.rows).toEqual(['lecture-2026-03-15', 'more']);
  });

  test('twelve in January are one', () => {
    const activities = Array.from({ length: 12 }, (_, index) => lecture('2026-01-10', { id: `january-${index}` }));
    expect(judged('LECTURE', { activities })).toMatchObject({ least: 12, done: 1, state: 'missed' });
  });

  test('what is over is missed, what runs is due, what comes is silent', () => {
    const result = judged('LECTURE', { activities: monthly().slice(0, 3) }, { today: '2026-05-10' });
    expect(result.series[0]?.parts.map(({ state }) => state)).toEqual([
      ...['done', 'done', 'done', 'missed', 'due'],
      ...Array.from({ length: 7 }, () => 'ahead'),
    ]);
    expect(result).toMatchObject({ done: 3, state: 'missed', missing: ['4月没有，过后补的不算', '5月还差1次'] });
  });

  test('nothing is missed on the last day of a month, and is on the next', () => {
    const activities = monthly().slice(0, 1);
    expect(judged('LECTURE', { activities }, { today: '2026-02-28' }).state).toBe('due');
    expect(judged('LECTURE', { activities }, { today: '2026-03-01' }).state).toBe('missed');
  });

  test('29 February belongs to February', () => {
    const activities = [lecture('2028-01-05'), lecture('2028-02-29')];
    const view = { year: 2028, today: '2028-02-29' };
    expect(judged('LECTURE', { activities }, view)).toMatchObject({ done: 2, state: 'due', missing: [] });
    expect(judged('LECTURE', { activities: [lecture('2028-01-05')] }, view).state).toBe('due');
    expect(judged('LECTURE', { activities: [lecture('2028-01-05')] }, { ...view, today: '2028-03-01' }).state).toBe(
      'missed',
    );
  });

  test('the year ends on 31 December; the day after belongs to the next', () => {
    const activities = [...monthly().slice(0, 11), lecture('2026-12-31'), lecture('2027-01-01')];
    expect(judged('LECTURE', { activities })).toMatchObject({ done: 12, state: 'done' });
    expect(judged('LECTURE', { activities }, { year: 2027, today: '2027-01-01' })).toMatchObject({
      done: 1,
      state: 'due',
      missing: [],
    });
    expect(judged('LECTURE', { activities: monthly().slice(0, 11) }, { today: '2026-12-31' }).state).toBe('due');
    expect(judged('LECTURE', { activities: monthly().slice(0, 11) }, { today: '2027-01-01' }).state).toBe('missed');
  });

  test('a station needs one in two months', () => {
    const activities = monthly(['2026-02-28', '2026-03-01', '2026-06-30', '2026-07-01', '2026-10-01', '2026-11-30']);
    const result = judged('LECTURE', { activities }, { level: 'station' });
    expect(result).toMatchObject({ least: 6, done: 6, state: 'done' });
    expect(judged('LECTURE', { activities }, { level: 'centre' }).done).toBe(6);
  });

  test('other kinds are no lectures', () => {
    const activities = monthly().map((row) => ({ ...row, kind: 'QUIZ' }));
    expect(judged('LECTURE', { activities })).toMatchObject({ done: 0, rows: [] });
  });
});

describe('consultations', () => {
  const held = (count: number, healthDay: string | null) =>
    Array.from({ length: count }, (_, index) =>
      lecture('2026-05-17', { id: `consult-${index}`, kind: 'THEME_DAY', title: '咨询', healthDay }),
    );

  test('count on health days only; the others are told with the reason', () => {
    const activities = [...held(8, '世界高血压日'), ...held(1, null).map((row) => ({ ...row, id: 'without' }))];
    const result = judged('CONSULT', { activities }, { today: '2026-06-01' });
    expect(result).toMatchObject({ least: 9, done: 8, state: 'due', missing: ['还差1次'] });
    expect(result.rows[0]?.title).toBe('咨询（世界高血压日）');
    expect(result.left).toEqual([expect.objectContaining({ id: 'without', because: '没有写是哪个卫生日' })]);
    expect(judged('CONSULT', { activities }, { today: '2027-01-01' }).state).toBe('missed');
    expect(judged('CONSULT', { activities: held(9, '世界高血压日') })).toMatchObject({ done: 9, state: 'done' });
  });

  test('no number is asked of a station', () => {
    expect(judged('CONSULT', {}, { level: 'station' })).toMatchObject({ least: null, state: 'free', missing: [] });
  });
});

describe('boards', () => {
  test('hang on the day that is looked at, and are of the size that is asked for', () => {
    const boards = [
      board(),
      board({ id: 'low', name: '矮的', height: 1.45 }),
      board({ id: 'small', name: '小的', area: 1.99 }),
      board({ id: 'gone', until: '2026-05-31' }),
      board({ id: 'later', since: '2026-06-02' }),
    ];
    const result = judged('BOARD', { boards }, { today: '2026-06-01' });
    expect(result).toMatchObject({ least: 2, done: 1, state: 'due', missing: ['还差1块'] });
    expect(result.left.map(({ id, because }) => [id, because])).toEqual([
      ['low', '中心离地不在1.5–1.6米'],
      ['small', '面积不到2平方米'],
    ]);
    expect(judged('BOARD', { boards }, { today: '2026-05-31' }).done).toBe(2);
    expect(judged('BOARD', { boards }, { today: '2027-03-01' }).done).toBe(2);
    expect(judged('BOARD', { boards: [board({ height: 1.6 })] }, { level: 'station' }).state).toBe('done');
  });
});

describe('changes of boards', () => {
  const days = ['2026-01-31', '2026-03-01', '2026-05-02', '2026-07-03', '2026-09-04', '2026-11-05'];

  test('each board wants one in each two months', () => {
    const boards = [board(), board({ id: 'hall', name: '大厅' })];
    const both = [...changes(days), ...changes(days, 'hall')];
    expect(judged('BOARD_CHANGE', { boards, changes: both })).toMatchObject({ least: 12, done: 12, state: 'done' });
    const result = judged('BOARD_CHANGE', { boards, changes: both.filter(({ id }) => id !== 'hall-2026-05-02') });
    expect(result).toMatchObject({ done: 11, state: 'missed', missing: ['大厅：5–6月没有，过后补的不算'] });
    const six = changes(days.map((_, index) => `2026-01-0${index + 1}`));
    expect(judged('BOARD_CHANGE', { boards: [board()], changes: six }).done).toBe(1);
  });

  test('of a board that was hung in June only the whole parts afterwards are due', () => {
    const boards = [board({ since: '2026-06-10' })];
    const result = judged(
      'BOARD_CHANGE',
      { boards, changes: changes(['2026-06-10', '2026-08-31']) },
      { today: '2026-09-01' },
    );
    expect(result.series[0]?.parts.map(({ fromMonth, state }) => [fromMonth, state])).toEqual([
      [7, 'done'],
      [9, 'due'],
      [11, 'ahead'],
    ]);
    expect(result).toMatchObject({ least: 3, done: 1, state: 'due', missing: ['东门：9–10月还差1次'] });
    // What it showed when it was hung is told, though no part asks for it.
    expect(result.rows).toHaveLength(2);
  });

  test('a board that hangs since the first of May owes May and June', () => {
    const result = judged('BOARD_CHANGE', { boards: [board({ since: '2026-05-01' })] }, { today: '2026-06-30' });
    expect(result.series[0]?.parts.map(({ fromMonth, state }) => [fromMonth, state])[0]).toEqual([5, 'due']);
  });

  test('a board that was taken down owes nothing from then on, and one of another year nothing at all', () => {
    const boards = [board({ until: '2026-04-30' }), board({ id: 'old', until: '2025-12-31' })];
    const result = judged('BOARD_CHANGE', { boards, changes: changes(['2026-02-28', '2026-04-30']) });
    expect(result).toMatchObject({ least: 2, done: 2, state: 'done' });
    expect(result.series).toHaveLength(1);
  });

  test('without a board nothing is done', () => {
    expect(judged('BOARD_CHANGE', {}, { today: '2026-12-31' })).toMatchObject({
      state: 'due',
      missing: ['还没有宣传栏'],
    });
    expect(judged('BOARD_CHANGE', {}, { today: '2027-01-01' }).state).toBe('missed');
  });

  test('a change on 29 February counts for January and February', () => {
    const view = { year: 2028, today: '2028-03-01' };
    const result = judged('BOARD_CHANGE', { boards: [board()], changes: changes(['2028-02-29']) }, view);
    expect(result.series[0]?.parts[0]?.state).toBe('done');
  });
});

describe('kinds of material', () => {
  test('are counted each once, and differ by level only where the table does', () => {
    expect(judged('PRINT', { prints: kinds(12) })).toMatchObject({ least: 12, done: 12, state: 'done' });
    expect(judged('PRINT', { prints: kinds(9) })).toMatchObject({ state: 'due', missing: ['还差3种'] });
    expect(judged('AV', { shown: kinds(6), prints: kinds(20) }, { level: 'station' })).toMatchObject({
      least: 6,
      done: 6,
      state: 'done',
    });
    expect(judged('AV', {}, { today: '2027-02-01' })).toMatchObject({ done: 0, state: 'missed', missing: ['还差6种'] });
  });

  test('individual advice has no number', () => {
    expect(judged('INDIVIDUAL', {})).toMatchObject({ least: null, state: 'free', missing: [] });
  });
});

describe('when a board wants something new', () => {
  test.each([
    ['2026-01-15', '2026-03-15'],
    ['2025-12-31', '2026-02-28'],
    ['2027-12-31', '2028-02-29'],
    ['2026-11-30', '2027-01-30'],
    ['2026-06-30', '2026-08-30'],
  ])('after %s by %s', (day, by) => expect(boardChangeBy(educationMinimums, 'centre', day)).toBe(by));

  test('months are added over the end of the year', () => {
    expect(addMonths('2026-12-01', 1)).toBe('2027-01-01');
    expect(addMonths('2026-10-31', 1)).toBe('2026-11-30');
    expect(addMonths('2026-05-31', 12)).toBe('2027-05-31');
  });
});
