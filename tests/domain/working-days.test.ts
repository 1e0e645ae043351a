import { findCorrectionFault } from '@linkang/shared/domain/correction-fields';
import type { CalendarDay } from '@linkang/shared/domain/schedule';
import { addWorkingDays, isWorkingDay } from '@linkang/shared/domain/working-days';

const line = (day: string, kind: CalendarDay['kind'], serviceCode: string | null = null): CalendarDay => ({
  day,
  kind,
  serviceCode,
  name: '',
  weekday: null,
});

// The National Day holiday of 2026 with its days in exchange.
const calendar = [
  ...['2026-10-01', '2026-10-02', '2026-10-05', '2026-10-06', '2026-10-07'].map((day) => line(day, 'closed')),
  line('2026-10-10', 'working'),
];

it.each([
  ['2026-06-04', true],
  ['2026-06-06', false],
  ['2026-06-07', false],
  ['2026-10-01', false],
  ['2026-10-10', true],
])('says of %s whether people work: %s', (day, works) => {
  expect(isWorkingDay(day, calendar)).toBe(works);
});

it('does not take a service that is closed for a day off', () => {
  expect(isWorkingDay('2026-06-04', [line('2026-06-04', 'closed', 'gp')])).toBe(true);
});

it.each([
  ['2026-06-04', 1, '2026-06-05'],
  ['2026-06-05', 1, '2026-06-08'],
  ['2026-06-04', 15, '2026-06-25'],
  ['2026-09-30', 1, '2026-10-08'],
  ['2026-09-30', 3, '2026-10-10'],
])('counts from %s %i working days to %s', (from, count, to) => {
  expect(addWorkingDays(from, count, calendar)).toBe(to);
});

it.each([
  ['name', '王秀英', null],
  ['name', '王秀英1', 'NAME'],
  ['name', '', 'EMPTY'],
  ['birthDay', '1950-04-08', null],
  ['birthDay', '1950-02-30', 'DAY'],
  ['birthDay', '2026-06-05', 'FUTURE'],
  ['sex', 'female', null],
  ['sex', '女', 'SEX'],
  ['phone', '13800138000', null],
  ['phone', '12', 'PHONE'],
  ['address', '长'.repeat(101), 'TOO_LONG'],
  ['record', '长'.repeat(500), null],
  ['record', '长'.repeat(501), 'TOO_LONG'],
] as const)('says of %s what is wrong with %s: %s', (field, right, fault) => {
  expect(findCorrectionFault(field, right, '2026-06-04')).toBe(fault);
});
