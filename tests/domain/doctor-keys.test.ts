import { buildDoctorKeys, timesOverlap } from '@linkang/shared/domain/doctor-keys';

const at = (startTime: string, endTime: string, day = '2026-06-08') => ({ day, startTime, endTime });
const meet = (one: string[], other: string[]): boolean => one.some((key) => other.includes(key));

describe("a doctor's keys", () => {
  it('cover the time in steps of five minutes', () => {
    expect(buildDoctorKeys('d', at('09:00', '09:15'))).toEqual([
      'd:2026-06-08T09:00',
      'd:2026-06-08T09:05',
      'd:2026-06-08T09:10',
    ]);
  });

  it('begin with the step in which somebody begins, and end with the one in which they end', () => {
    expect(buildDoctorKeys('d', at('09:07', '09:11'))).toEqual(['d:2026-06-08T09:05', 'd:2026-06-08T09:10']);
  });

  it.each([
    [at('09:00', '10:00'), at('10:00', '11:00'), false],
    [at('09:00', '10:20'), at('10:20', '11:00'), false],
    [at('09:00', '10:00'), at('09:55', '11:00'), true],
    [at('09:00', '12:00'), at('10:00', '10:05'), true],
    [at('09:00', '10:00'), at('09:00', '10:00', '2026-06-09'), false],
  ])('%j and %j meet: %s', (one, other, overlap) => {
    expect(meet(buildDoctorKeys('d', one), buildDoctorKeys('d', other))).toBe(overlap);
    expect(timesOverlap(one, other)).toBe(overlap);
    expect(timesOverlap(other, one)).toBe(overlap);
  });

  it('are those of one doctor', () => {
    expect(meet(buildDoctorKeys('d', at('09:00', '10:00')), buildDoctorKeys('e', at('09:00', '10:00')))).toBe(false);
  });
});
