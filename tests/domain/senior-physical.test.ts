import {
  isSeniorPhysicalEligible,
  seniorPhysicalMinAge,
  seniorPhysicalPreparation,
} from '@linkang/shared/domain/senior-physical';

describe('free yearly physical from 65 years on', () => {
  test.each([
    // birth day, day of the examination, by calendar year, by exact date
    ['1961-06-04', '2026-06-03', true, false],
    ['1961-06-04', '2026-06-04', true, true],
    ['1961-06-04', '2026-06-05', true, true],
    ['1961-12-31', '2026-01-01', true, false],
    ['1961-12-31', '2026-12-30', true, false],
    ['1961-12-31', '2026-12-31', true, true],
    ['1962-01-01', '2026-12-31', false, false],
    ['1962-01-01', '2027-01-01', true, true],
    ['1961-01-01', '2025-12-31', false, false],
    ['1961-01-01', '2026-01-01', true, true],
    // Born on 29 February: a year older on 1 March of a common year.
    ['1960-02-29', '2025-02-28', true, false],
    ['1960-02-29', '2025-03-01', true, true],
    ['1964-02-29', '2029-02-28', true, false],
    ['1964-02-29', '2029-03-01', true, true],
    ['1930-05-05', '2026-01-02', true, true],
    ['2020-05-05', '2026-01-02', false, false],
  ])('born %s, examined %s: calendar year %p, exact date %p', (birthDay, examDay, byYear, byDate) => {
    expect(isSeniorPhysicalEligible({ birthDay, examDay, ageBasis: 'calendarYear' })).toBe(byYear);
    expect(isSeniorPhysicalEligible({ birthDay, examDay, ageBasis: 'exactDate' })).toBe(byDate);
  });

  test('the national table is read', () => {
    expect(seniorPhysicalMinAge).toBe(65);
    expect(seniorPhysicalPreparation.length).toBeGreaterThanOrEqual(5);
  });
});
