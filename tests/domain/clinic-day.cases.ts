import * as clinicDay from '@linkang/shared/domain/clinic-day';

/** One line of the table: what is asked and what comes out. */
export type Row = [name: string, actual: unknown, expected: unknown];

const { dayOf, timeOf, instantOf } = clinicDay;

const daysOfInstants = (): Row[] => {
  const rows: [string, string, string][] = [
    // Midnight in Shanghai is 16:00 UTC of the day before.
    ['2026-06-03T15:59:59.999Z', '2026-06-03', '23:59'],
    ['2026-06-03T16:00:00.000Z', '2026-06-04', '00:00'],
    ['2026-06-04T15:59:59.999Z', '2026-06-04', '23:59'],
    ['2025-12-31T15:59:59.999Z', '2025-12-31', '23:59'],
    ['2025-12-31T16:00:00.000Z', '2026-01-01', '00:00'],
    ['2028-02-28T16:00:00.000Z', '2028-02-29', '00:00'],
    ['2028-02-29T16:00:00.000Z', '2028-03-01', '00:00'],
    ['2026-02-28T16:00:00.000Z', '2026-03-01', '00:00'],
    // The hours in which Los Angeles changes its clocks.
    ['2026-03-08T10:30:00.000Z', '2026-03-08', '18:30'],
    ['2026-11-01T09:30:00.000Z', '2026-11-01', '17:30'],
  ];
  return rows.flatMap(([instant, day, time]): Row[] => [
    [`day of ${instant}`, dayOf(new Date(instant)), day],
    [`time of ${instant}`, timeOf(new Date(instant)), time],
    [`back to ${day} ${time}`, instantOf(day, time).toISOString().slice(0, 16), instant.slice(0, 16)],
  ]);
};

const arithmetic = (): Row[] => {
  const { addDays, daysBetween, addYears, ageOn, yearOf } = clinicDay;
  return [
    ['a day later', addDays('2026-06-04', 1), '2026-06-05'],
    ['over the end of the year', addDays('2026-12-31', 1), '2027-01-01'],
    ['back over it', addDays('2027-01-01', -1), '2026-12-31'],
    ['over a leap day', addDays('2028-02-28', 1), '2028-02-29'],
    ['no leap day', addDays('2026-02-28', 1), '2026-03-01'],
    ['none in 2100', addDays('2100-02-28', 1), '2100-03-01'],
    ['a common year', addDays('2026-03-01', 365), '2027-03-01'],
    ['a leap year in days', daysBetween('2028-01-01', '2029-01-01'), 366],
    ['over clock changes elsewhere', daysBetween('2026-03-01', '2026-12-01'), 275],
    ['backwards', daysBetween('2026-06-04', '2026-06-01'), -3],
    ['a year after a leap day', addYears('2028-02-29', 1), '2029-03-01'],
    ['four years after it', addYears('2028-02-29', 4), '2032-02-29'],
    ['the day before a birthday', ageOn('1986-05-04', '2026-05-03'), 39],
    ['the birthday', ageOn('1986-05-04', '2026-05-04'), 40],
    // China had summer time from 1986 to 1991; a birth day is a plain day all the same.
    ['born in a summer with summer time', ageOn('1988-04-10', '2026-04-10'), 38],
    ['born in the last such night', ageOn('1991-09-15', '2026-09-14'), 34],
    ['born on 29 February, in a common year', ageOn('1996-02-29', '2026-02-28'), 29],
    ['born on 29 February, on 1 March', ageOn('1996-02-29', '2026-03-01'), 30],
    ['born on 29 February, in a leap year', ageOn('1996-02-29', '2028-02-29'), 32],
    ['the year of its last day', yearOf('2026-12-31'), 2026],
    ['the year of its first day', yearOf('2027-01-01'), 2027],
  ];
};

const words = (): Row[] => {
  const { isDay, weekdayOf, weekdayNumberOf, sayDay, sayTime, minutesOf, timeOfMinutes } = clinicDay;
  const days = ['2026-06-04', '2028-02-29', '2000-02-29', '1900-01-01'];
  const others = [
    '2026-02-29',
    '1900-02-29',
    '2100-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-04-31',
    '2026-6-4',
    '',
    'x',
    '20260604',
    '2026-06-04T00:00',
  ];
  return [
    ...days.map((text): Row => [`${text} is a day`, isDay(text), true]),
    ...others.map((text): Row => [`${text} is none`, isDay(text), false]),
    ['weekday', weekdayOf('2026-06-04'), '周四'],
    ['weekday of a new year', weekdayOf('2027-01-01'), '周五'],
    ['Sunday is 0', weekdayNumberOf('2026-06-07'), 0],
    ['Saturday is 6', weekdayNumberOf('2026-06-06'), 6],
    ['a spoken day', sayDay('2026-06-04'), '6月4日 周四'],
    ['a spoken day of this year', sayDay('2026-06-04', 2026), '6月4日 周四'],
    ['a spoken day of another year', sayDay('2027-01-01', 2026), '2027年1月1日 周五'],
    ...(
      [
        ['00:30', '凌晨0:30'],
        ['06:00', '上午6:00'],
        ['09:05', '上午9:05'],
        ['12:00', '中午12:00'],
        ['13:00', '下午1:00'],
        ['17:59', '下午5:59'],
        ['18:00', '晚上6:00'],
      ] as const
    ).map(([time, spoken]): Row => [`spoken ${time}`, sayTime(time), spoken]),
    ['minutes of a time', minutesOf('08:45'), 525],
    ['and back', timeOfMinutes(525), '08:45'],
  ];
};

/** The whole table of days and times; nothing in it may depend on the machine's time zone. */
export const clinicDayCases = (): Row[] => [...daysOfInstants(), ...arithmetic(), ...words()];
