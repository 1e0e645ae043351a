import { buildCalendarFile, type CalendarEvent } from '@linkang/shared/domain/calendar-event';

const NOW = new Date('2026-06-01T02:03:04.567Z');
const event: CalendarEvent = {
  uid: 'a1@linkang',
  title: '全科门诊',
  day: '2026-06-04',
  startTime: '09:00',
  endTime: '09:30',
  place: '一楼,3诊室;东侧',
  notes: ['您是3号。', '带身份证\\医保卡'],
};
const linesOf = (text: string): string[] => text.replace(/\r\n /g, '').split('\r\n');

describe('buildCalendarFile', () => {
  it('says when it is in UTC, so that no time zone has to be described', () => {
    const lines = linesOf(buildCalendarFile(event, NOW));
    expect(lines).toEqual(
      expect.arrayContaining(['DTSTART:20260604T010000Z', 'DTEND:20260604T013000Z', 'DTSTAMP:20260601T020304Z']),
    );
  });

  it('writes the signs that mean something to a calendar with a backslash', () => {
    const lines = linesOf(buildCalendarFile(event, NOW));
    expect(lines).toContain('LOCATION:一楼\\,3诊室\\;东侧');
    expect(lines).toContain('DESCRIPTION:您是3号。\\n带身份证\\\\医保卡');
  });

  it('folds lines at 75 octets without breaking a character, and they read the same when unfolded', () => {
    const notes = ['体检前一天晚上十点以后不要吃东西，早上空腹来，可以喝少量白开水。'.repeat(4), '😀'.repeat(40)];
    const file = buildCalendarFile({ ...event, notes }, NOW);
    for (const line of file.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(Buffer.from(file).toString()).toBe(file);
    expect(linesOf(file)).toContain(`DESCRIPTION:${notes.join('\\n')}`);
  });

  it('ends every line with CR and LF, and reminds twice', () => {
    const file = buildCalendarFile(event, NOW);
    expect(file.endsWith('END:VCALENDAR\r\n')).toBe(true);
    expect(file.replace(/\r\n/g, '')).not.toMatch(/[\r\n]/);
    expect(linesOf(file).filter((line) => line.startsWith('TRIGGER:'))).toEqual(['TRIGGER:-PT14H', 'TRIGGER:-PT1H']);
  });
});
