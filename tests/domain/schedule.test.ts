import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { daysBetween } from '@linkang/shared/domain/clinic-day';
import { daysFrom, isoWeekdayOf, planDays, type ClosedDay, type WorkingDay } from '@linkang/shared/domain/schedule';
import { buildTemplate, scheduleCases } from './schedule.cases';

/** Runs the table in a process of its own: a time zone is taken in when Node starts. */
function rowsIn(timeZone: string): { offset: number; rows: [string, unknown, unknown][] } {
  const script = `
    const Module = require('node:module');
    const resolve = Module._resolveFilename;
    Module._resolveFilename = (name, ...rest) => resolve(name.replace(/^@linkang\\/shared\\//, process.cwd() + '/shared/src/'), ...rest);
    const { requireSource } = require('./tests/support/sources.cjs');
    const { scheduleCases } = requireSource('tests/domain/schedule.cases.ts');
    console.log(JSON.stringify({ offset: new Date('2026-06-04T00:00:00Z').getTimezoneOffset(), rows: scheduleCases() }));`;
  const cwd = path.resolve(__dirname, '../..');
  const env = { ...process.env, TZ: timeZone };
  const text = execFileSync(process.execPath, ['-e', script], { cwd, env, encoding: 'utf8', maxBuffer: 10_000_000 });
  return JSON.parse(text) as ReturnType<typeof rowsIn>;
}

describe('the schedule', () => {
  test.each(scheduleCases())('%s', (_, actual, expected) => expect(actual).toEqual(expected));

  test.each([
    ['UTC', 0],
    ['Asia/Shanghai', -480],
    ['America/Los_Angeles', 420],
  ])('the same table on a machine in %s', (timeZone, offset) => {
    const there = rowsIn(timeZone);
    expect(there.offset).toBe(offset);
    expect(there.rows).toEqual(JSON.parse(JSON.stringify(scheduleCases())));
    for (const [name, actual, expected] of there.rows) expect([name, actual]).toEqual([name, expected]);
  });
});

/** Numbers that look random and are the same in each run. */
function makeDice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

describe('whatever the templates and the calendar', () => {
  const dice = makeDice(20_261_231);
  const span = daysFrom('2026-11-01', '2027-03-31');
  const anyDay = (): string => span[dice(span.length)] as string;
  const rounds = Array.from({ length: 200 }, (_, round) => round);

  const anyPlan = () => {
    const templates = Array.from({ length: 1 + dice(12) }, (_, index) =>
      buildTemplate({
        id: `t${index}`,
        serviceCode: ['gp', 'tcm'][dice(2)] as string,
        weekday: 1 + dice(7),
        weeks: (['every', 'odd', 'even'] as const)[dice(3)] as 'every',
        startTime: `0${7 + dice(3)}:00`,
        validFromDay: anyDay(),
        validToDay: dice(2) ? null : anyDay(),
        active: dice(5) > 0,
      }),
    );
    const closed: ClosedDay[] = Array.from({ length: dice(20) }, () => ({
      day: anyDay(),
      serviceCode: [null, 'gp', 'tcm'][dice(3)] as string | null,
      name: '休息',
    }));
    const working: WorkingDay[] = Array.from({ length: dice(6) }, () => ({
      day: anyDay(),
      weekday: dice(3) ? 1 + dice(7) : null,
    }));
    const [one, other] = [anyDay(), anyDay()].sort() as [string, string];
    return { templates, closed, working, fromDay: one, toDay: other };
  };

  test.each(rounds)('plan %i keeps the rules', () => {
    const { templates, closed, working, fromDay, toDay } = anyPlan();
    const plan = planDays(templates, closed, working, fromDay, toDay);
    const keys = plan.map(({ template, day }) => `${template.id}-${day}`);
    expect(new Set(keys).size).toBe(keys.length);
    for (const { template, day, closedBy } of plan) {
      expect(fromDay <= day && day <= toDay).toBe(true);
      expect(template.active && template.validFromDay <= day && day <= (template.validToDay ?? day)).toBe(true);
      expect(template.weekday).toBe(working.find((row) => row.day === day)?.weekday ?? isoWeekdayOf(day));
      const isClosed = closed.some((row) => row.day === day && [null, template.serviceCode].includes(row.serviceCode));
      expect(closedBy !== null).toBe(isClosed);
    }
    // Two ranges side by side give what one over both gives: nothing falls between the days of two runs.
    const middle =
      span[Math.floor((daysBetween(span[0] as string, fromDay) + daysBetween(span[0] as string, toDay)) / 2)];
    const halves = [
      ...planDays(templates, closed, working, fromDay, middle as string),
      ...planDays(templates, closed, working, middle as string, toDay).filter(({ day }) => day !== middle),
    ];
    expect(halves).toEqual(plan);
  });

  test('an unlimited weekly template without a calendar comes once a week', () => {
    for (const weekday of [1, 2, 3, 4, 5, 6, 7]) {
      const days = planDays([buildTemplate({ weekday })], [], [], '2026-01-01', '2028-12-31').map(({ day }) => day);
      expect(days.slice(1).every((day, index) => daysBetween(days[index] as string, day) === 7)).toBe(true);
      expect(days.length).toBeGreaterThanOrEqual(156);
    }
  });
});
