import { addDays } from '@linkang/shared/domain/clinic-day';
import * as schedule from '@linkang/shared/domain/schedule';
import type { CalendarDay, ClosedDay, Weeks, WorkingDay } from '@linkang/shared/domain/schedule';

/** One line of the table: what is asked and what comes out. */
export type Row = [name: string, actual: unknown, expected: unknown];

const { isoWeekOf, isoWeekdayOf, planDays, mergeCalendars, calendarId, daysFrom } = schedule;

/** A template of every Monday morning. */
export const buildTemplate = (changes: Partial<schedule.WeeklyTemplate> = {}): schedule.WeeklyTemplate => ({
  id: 'a',
  serviceCode: 'gp',
  weekday: 1,
  weeks: 'every',
  startTime: '08:00',
  validFromDay: '2000-01-01',
  validToDay: null,
  active: true,
  ...changes,
});

/** The days on which one template is to be opened. */
export const daysOf = (
  template: schedule.WeeklyTemplate,
  fromDay: string,
  toDay: string,
  closed: ClosedDay[] = [],
  working: WorkingDay[] = [],
): string[] =>
  planDays([template], closed, working, fromDay, toDay)
    .filter(({ closedBy }) => closedBy === null)
    .map(({ day }) => day);

const weekRows = (): Row[] =>
  (
    [
      // The tables of ISO 8601: a week belongs to the year that has its Thursday.
      ['2020-12-31', 53],
      ['2021-01-03', 53],
      ['2021-01-04', 1],
      ['2024-12-29', 52],
      ['2024-12-30', 1],
      ['2025-12-28', 52],
      ['2025-12-29', 1],
      ['2026-01-01', 1],
      ['2026-01-04', 1],
      ['2026-01-05', 2],
      ['2026-12-27', 52],
      ['2026-12-28', 53],
      ['2027-01-01', 53],
      ['2027-01-03', 53],
      ['2027-01-04', 1],
      ['2028-02-29', 9],
      ['2028-12-31', 52],
      ['2033-01-02', 53],
    ] as const
  ).map(([day, week]): Row => [`week of ${day}`, isoWeekOf(day), week]);

const planRows = (): Row[] => {
  const on = (weeks: Weeks, weekday = 1) => buildTemplate({ weeks, weekday });
  const closed = (day: string, serviceCode: string | null = null): ClosedDay => ({ day, serviceCode, name: '休息' });
  const friday = buildTemplate({ weekday: 5 });
  return [
    ['Monday is 1', isoWeekdayOf('2026-06-01'), 1],
    ['Sunday is 7', isoWeekdayOf('2026-06-07'), 7],
    ['every Monday', daysOf(on('every'), '2026-06-01', '2026-06-16'), ['2026-06-01', '2026-06-08', '2026-06-15']],
    ['over the end of a month', daysOf(on('every', 7), '2026-01-31', '2026-02-08'), ['2026-02-01', '2026-02-08']],
    ['over a leap day', daysOf(on('every', 2), '2028-02-26', '2028-03-07'), ['2028-02-29', '2028-03-07']],
    ['no leap day', daysOf(on('every', 1), '2027-02-28', '2027-03-01'), ['2027-03-01']],
    // 2026 has 53 weeks: two odd weeks meet at its end, and no even one.
    [
      'odd weeks over the end of 2026',
      daysOf(on('odd', 3), '2026-12-14', '2027-01-14'),
      ['2026-12-16', '2026-12-30', '2027-01-06'],
    ],
    [
      'even weeks over the end of 2026',
      daysOf(on('even', 3), '2026-12-14', '2027-01-14'),
      ['2026-12-23', '2027-01-13'],
    ],
    // 2025 has 52: they alternate.
    ['odd weeks over the end of 2025', daysOf(on('odd', 3), '2025-12-15', '2026-01-08'), ['2025-12-17', '2025-12-31']],
    ['New Year of week 53', daysOf(on('odd', 5), '2027-01-01', '2027-01-01'), ['2027-01-01']],
    ['one day', daysOf(on('every'), '2026-06-08', '2026-06-08'), ['2026-06-08']],
    ['an empty range', daysOf(on('every'), '2026-06-08', '2026-06-07'), []],
    [
      'from its first to its last day',
      daysOf(buildTemplate({ validFromDay: '2026-06-08', validToDay: '2026-06-15' }), '2026-05-25', '2026-06-30'),
      ['2026-06-08', '2026-06-15'],
    ],
    ['not while inactive', daysOf(buildTemplate({ active: false }), '2026-06-01', '2026-06-30'), []],
    ['not on a closed day', daysOf(on('every'), '2026-06-01', '2026-06-08', [closed('2026-06-01')]), ['2026-06-08']],
    [
      'closed for another service only',
      daysOf(on('every'), '2026-06-01', '2026-06-01', [closed('2026-06-01', 'tcm')]),
      ['2026-06-01'],
    ],
    ['closed for this service', daysOf(on('every'), '2026-06-01', '2026-06-01', [closed('2026-06-01', 'gp')]), []],
    [
      'a closed day names itself',
      planDays([on('every')], [closed('2026-06-01')], [], '2026-06-01', '2026-06-01')[0]?.closedBy,
      closed('2026-06-01'),
    ],
    [
      'a Saturday that stands in for Friday',
      daysOf(friday, '2026-10-08', '2026-10-11', [], [{ day: '2026-10-10', weekday: 5 }]),
      ['2026-10-09', '2026-10-10'],
    ],
    [
      'the templates of the Saturday itself rest then',
      daysOf(on('every', 6), '2026-10-10', '2026-10-10', [], [{ day: '2026-10-10', weekday: 5 }]),
      [],
    ],
    [
      'a working Saturday that stands in for none keeps its own',
      daysOf(on('every', 6), '2026-10-10', '2026-10-10', [], [{ day: '2026-10-10', weekday: null }]),
      ['2026-10-10'],
    ],
    [
      'its own week decides between odd and even',
      daysOf({ ...friday, weeks: 'odd' }, '2026-10-10', '2026-10-10', [], [{ day: '2026-10-10', weekday: 5 }]),
      ['2026-10-10'],
    ],
    ['week of that Saturday', isoWeekOf('2026-10-10'), 41],
    [
      'in order of day and time',
      planDays(
        [buildTemplate({ id: 'b', startTime: '14:00' }), buildTemplate(), buildTemplate({ id: 'c', weekday: 2 })],
        [],
        [],
        '2026-06-01',
        '2026-06-08',
      ).map(({ day, template }) => day + template.id),
      ['2026-06-01a', '2026-06-01b', '2026-06-02c', '2026-06-08a', '2026-06-08b'],
    ],
  ];
};

const calendarRows = (): Row[] => {
  const line = (changes: Partial<CalendarDay>): CalendarDay => ({
    day: '2026-10-01',
    serviceCode: null,
    kind: 'closed',
    name: '国庆节',
    weekday: null,
    ...changes,
  });
  const usual = line({ kind: 'usual', name: '照常' });
  const forOne = line({ serviceCode: 'gp', name: '全科进修' });
  return [
    ['the nation alone', mergeCalendars([line({})], []), [line({})]],
    ["the centre's line holds", mergeCalendars([line({})], [usual]), [usual]],
    ["one service's line leaves the nation's", mergeCalendars([line({})], [forOne]), [line({}), forOne]],
    ['another day stays', mergeCalendars([line({ day: '2026-10-02' })], [usual]), [line({ day: '2026-10-02' }), usual]],
    ['id of a day', calendarId(usual), '2026-10-01'],
    ['id of a day for one service', calendarId(forOne), '2026-10-01:gp'],
  ];
};

/** Years over whose ends the weeks are counted through, day by day. */
const countThrough = (): Row[] => {
  const days = daysFrom('2019-12-20', '2034-01-10');
  const jumps = days.slice(1).filter((day, index) => {
    const [before, now] = [isoWeekOf(days[index] as string), isoWeekOf(day)];
    if (isoWeekdayOf(day) !== 1) return before !== now;
    return now !== before + 1 && !(now === 1 && (before === 52 || before === 53));
  });
  const all = (['odd', 'even'] as const).flatMap((weeks) =>
    [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) => daysOf(buildTemplate({ weeks, weekday }), '2019-12-20', '2034-01-10')),
  );
  return [
    ['a week changes on Mondays only, by one or to 1', jumps, []],
    ['odd and even weeks of all weekdays are all days, each once', all.sort(), days],
    ['the day after the last', addDays(days.at(-1) as string, 1), '2034-01-11'],
  ];
};

/** The whole table of the schedule; nothing in it may depend on the machine's time zone. */
export const scheduleCases = (): Row[] => [...weekRows(), ...planRows(), ...calendarRows(), ...countThrough()];
