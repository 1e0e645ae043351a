import { instantOf } from '@linkang/shared/domain/clinic-day';
import { pausedUntil } from '@linkang/shared/domain/no-show-rules';

const rule = { limit: 3, withinDays: 90, pauseDays: 30 };
const absence = (day: string, confirmedDay = day) => ({ day, at: instantOf(confirmedDay, '18:00') });

test.each([
  [[], null],
  [['2026-01-01', '2026-02-01'], null],
  [['2026-01-01', '2026-02-01', '2026-04-01'], '2026-05-01'],
  [['2026-01-01', '2026-02-01', '2026-04-02'], null],
  [['2026-04-01', '2026-01-01', '2026-02-01'], '2026-05-01'],
  [['2026-01-01', '2026-02-01', '2026-03-01', '2026-04-20'], '2026-05-20'],
  [['2026-01-01', '2026-02-01', '2026-03-01', '2026-06-20'], '2026-03-31'],
])('absences on %j pause until %s', (days, until) => {
  expect(
    pausedUntil(
      days.map((day) => absence(day)),
      rule,
    ),
  ).toEqual(until === null ? null : instantOf(until, '18:00'));
});

test('the pause begins with the last confirmation, however late that came', () => {
  const absences = [absence('2026-01-01', '2026-03-10'), absence('2026-01-02'), absence('2026-01-03')];
  expect(pausedUntil(absences, rule)).toEqual(instantOf('2026-04-09', '18:00'));
});
