import { contractYearOf, nextPlanDay, NO_DUE_DAY, planItemState, unitWord } from '@linkang/shared/domain/plan-states';
import type { PlanProgress } from '@linkang/shared/domain/plan-progress';

const item = (changes: Partial<PlanProgress> = {}): PlanProgress => ({
  code: 'FU_HTN',
  name: '面对面随访',
  unit: 'time',
  fromDay: '2026-03-01',
  toDay: '2027-02-28',
  quantity: 4,
  minimum: true,
  packageCodes: ['BASIC_HTN'],
  done: 0,
  recordIds: [],
  remaining: 4,
  nextDueDay: '2026-05-31',
  ...changes,
});
const { nextDueDay: _, ...nothingLeft } = item({ remaining: 0 });

it.each([
  ['2026-04-30', 'later'],
  ['2026-05-01', 'due'],
  ['2026-05-31', 'due'],
  ['2026-06-01', 'overdue'],
  ['2027-02-28', 'overdue'],
  ['2027-03-01', 'missed'],
])('on %s it is %s', (today, state) => {
  expect(planItemState(item(), today)).toBe(state);
});

it('has nothing to wait for when it is done, or as often as needed', () => {
  expect(planItemState(nothingLeft, '2026-06-01')).toBe('done');
  expect(planItemState(item({ quantity: null, remaining: null }), '2026-06-01')).toBe('asNeeded');
});

it('is due next with the first item of which something can still be done', () => {
  const later = item({ code: 'PHYS65', nextDueDay: '2026-09-01' });
  const past = item({ nextDueDay: '2025-05-31', toDay: '2026-02-28' });
  expect(nextPlanDay([later, item(), past], '2026-06-01')).toBe('2026-05-31');
  expect(nextPlanDay([nothingLeft, past], '2026-06-01')).toBe(NO_DUE_DAY);
});

it.each([
  ['2026-03-01', '2026-03-01', '2027-02-28'],
  ['2027-02-28', '2026-03-01', '2027-02-28'],
  ['2027-03-01', '2027-03-01', '2028-01-31'],
  // After the end it is still the last one.
  ['2029-01-01', '2027-03-01', '2028-01-31'],
])('%s is in the year from %s to %s of a contract', (today, fromDay, toDay) => {
  expect(contractYearOf('2026-03-01', '2028-01-31', today)).toEqual({ fromDay, toDay });
});

it('says units in words', () => {
  expect([unitWord('time'), unitWord('message'), unitWord('else')]).toEqual(['次', '条', '次']);
});
