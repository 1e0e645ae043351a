import { isWorthOffering, offeredUntil, tellAt } from '@linkang/shared/domain/waiting-rules';

const at = (text: string): Date => new Date(`${text}:00.000+08:00`);

test.each([
  ['2026-06-08T06:59', '2026-06-08T07:00'],
  ['2026-06-08T00:00', '2026-06-08T07:00'],
  ['2026-06-08T07:00', '2026-06-08T07:00'],
  ['2026-06-08T20:59', '2026-06-08T20:59'],
  ['2026-06-08T21:00', '2026-06-09T07:00'],
  ['2026-06-30T23:59', '2026-07-01T07:00'],
])('a seat that comes free at %s is told of at %s and held for half an hour', (now, told) => {
  expect(tellAt(at(now))).toEqual(at(told));
  expect(offeredUntil(at(now))).toEqual(new Date(at(told).getTime() + 30 * 60_000));
});

test.each([
  ['2026-06-08T08:00', '09:00', true],
  ['2026-06-08T08:01', '09:00', false],
  ['2026-06-07T22:00', '08:00', true],
  ['2026-06-07T22:00', '07:59', false],
  ['2026-06-08T06:30', '07:45', false],
])('at %s a seat of %s is offered: %s', (now, startTime, worth) => {
  expect(isWorthOffering({ day: '2026-06-08', startTime }, at(now))).toBe(worth);
});
