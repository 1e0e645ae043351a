import { dueReminder, type ReminderRules } from '@linkang/shared/domain/reminder-rules';

const VISIT = { day: '2026-06-08', startTime: '09:00' };
const RULES: ReminderRules = { dayBeforeTime: '15:00', hoursBefore: 2 };
const at = (text: string): Date => new Date(`2026-06-${text}:00.000+08:00`);
const LONG_AGO = at('01T12:00');

const kindAt = (now: string, toldAt = LONG_AGO, rules = RULES): string =>
  dueReminder(VISIT, toldAt, rules, at(now))?.kind ?? 'none';

describe('the reminder that is due', () => {
  it.each([
    ['07T14:59', 'none'],
    ['07T15:00', 'dayBefore'],
    ['08T06:59', 'dayBefore'],
    ['08T07:00', 'hoursBefore'],
    ['08T08:59', 'hoursBefore'],
    ['08T09:00', 'none'],
    ['08T18:00', 'none'],
    ['09T15:00', 'none'],
  ])('%s: %s', (now, kind) => expect(kindAt(now)).toBe(kind));

  it('carries the time at which it was due, however late it is', () => {
    expect(dueReminder(VISIT, LONG_AGO, RULES, at('07T20:00'))?.dueAt).toEqual(at('07T15:00'));
  });

  it.each([
    ['07T14:59', '07T15:00', 'dayBefore'],
    ['07T15:00', '07T15:00', 'none'],
    ['07T16:00', '07T16:01', 'none'],
    ['07T16:00', '08T07:00', 'hoursBefore'],
    ['08T07:30', '08T07:31', 'none'],
  ])('told at %s, at %s: %s', (told, now, kind) => expect(kindAt(now, at(told))).toBe(kind));

  it.each([
    [{ dayBeforeTime: null, hoursBefore: 2 }, '07T20:00', 'none'],
    [{ dayBeforeTime: null, hoursBefore: 2 }, '08T07:00', 'hoursBefore'],
    [{ dayBeforeTime: '15:00', hoursBefore: null }, '08T08:00', 'dayBefore'],
    [{ dayBeforeTime: null, hoursBefore: null }, '08T08:00', 'none'],
    // Hours that reach back beyond midnight.
    [{ dayBeforeTime: '20:00', hoursBefore: 12 }, '07T21:00', 'hoursBefore'],
  ])('with %j at %s: %s', (rules, now, kind) => expect(kindAt(now, LONG_AGO, rules)).toBe(kind));
});
