import { allowedTermYears, contractEndDay } from '@linkang/shared/domain/contract-term';

describe('last day of a contract', () => {
  test.each([
    ['2026-03-01', 1, '2027-02-28'],
    ['2026-01-01', 1, '2026-12-31'],
    ['2026-12-31', 1, '2027-12-30'],
    ['2026-12-31', 3, '2029-12-30'],
    ['2026-06-04', 2, '2028-06-03'],
    ['2026-06-04', 3, '2029-06-03'],
    // Ends on a leap day, because the year after it begins on 1 March.
    ['2027-03-01', 1, '2028-02-29'],
    ['2025-03-01', 3, '2028-02-29'],
    // Starts on a leap day: counted from 1 March in common years.
    ['2028-02-29', 1, '2029-02-28'],
    ['2028-02-29', 2, '2030-02-28'],
    ['2028-02-29', 3, '2031-02-28'],
    ['2027-02-28', 1, '2028-02-27'],
    // 2100 is no leap year.
    ['2099-03-01', 1, '2100-02-28'],
  ])('%s for %i years ends on %s', (startDay, years, endDay) => {
    expect(contractEndDay(startDay, years)).toBe(endDay);
  });

  test('only the allowed terms', () => {
    expect(allowedTermYears).toEqual([1, 2, 3]);
    for (const years of [0, 4, -1, 1.5, NaN]) expect(() => contractEndDay('2026-03-01', years)).toThrow(RangeError);
  });
});
