import { cancelUntil } from '@linkang/shared/domain/booking-rules';

const none = { cancelMinutesBefore: null, cancelDayBeforeTime: null };

describe('until when a booking can be cancelled', () => {
  test.each([
    [{ ...none, cancelMinutesBefore: 120 }, '2026-06-04', '09:00', '2026-06-04T07:00:00+08:00'],
    [{ ...none, cancelMinutesBefore: 0 }, '2026-06-04', '09:00', '2026-06-04T09:00:00+08:00'],
    [{ ...none, cancelMinutesBefore: 24 * 60 }, '2026-03-01', '08:00', '2026-02-28T08:00:00+08:00'],
    [{ ...none, cancelMinutesBefore: 30 }, '2026-06-04', '00:15', '2026-06-03T23:45:00+08:00'],
    [none, '2026-06-04', '09:00', '2026-06-04T09:00:00+08:00'],
    [{ ...none, cancelDayBeforeTime: '17:00' }, '2026-06-04', '08:00', '2026-06-03T17:00:00+08:00'],
    [{ ...none, cancelDayBeforeTime: '17:00' }, '2027-01-01', '08:00', '2026-12-31T17:00:00+08:00'],
    [{ ...none, cancelDayBeforeTime: '17:00' }, '2028-03-01', '08:00', '2028-02-29T17:00:00+08:00'],
    // The day before wins where both are set.
    [{ cancelMinutesBefore: 5, cancelDayBeforeTime: '12:00' }, '2026-06-04', '08:00', '2026-06-03T12:00:00+08:00'],
  ])('%j on %s at %s: %s', (rule, day, startTime, until) => {
    expect(cancelUntil(rule, { day, startTime }).toISOString()).toBe(new Date(until).toISOString());
  });
});
