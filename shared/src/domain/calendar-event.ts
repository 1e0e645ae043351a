import { instantOf } from './clinic-day';

/** A visit as a calendar takes it up. */
export interface CalendarEvent {
  /** The same for the same visit, so that a second copy replaces the first. */
  uid: string;
  title: string;
  day: string;
  startTime: string;
  endTime: string;
  place: string;
  /** What to know, a line for each. */
  notes: readonly string[];
}

/** Octets of a line, after which it must be folded. */
const LINE_OCTETS = 75;

const octetsOf = (character: string): number => {
  const code = character.codePointAt(0) as number;
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
};

/** Breaks a line without breaking a character; the rest follows after a space, as RFC 5545 wants it. */
function fold(line: string): string {
  let folded = '';
  let octets = 0;
  for (const character of line) {
    const size = octetsOf(character);
    if (octets + size > LINE_OCTETS) {
      folded += '\r\n ';
      octets = 1;
    }
    folded += character;
    octets += size;
  }
  return folded;
}

const escapeText = (text: string): string => text.replace(/[\\;,]/g, (sign) => `\\${sign}`).replace(/\r?\n/g, '\\n');

const stamp = (instant: Date): string => instant.toISOString().replace(/[-:]|\.\d{3}/g, '');

/**
 * The visit as an iCalendar file (RFC 5545), with a reminder the evening before and one an hour before.
 * @param now when the file is made
 */
export function buildCalendarFile(event: CalendarEvent, now: Date): string {
  const { uid, title, day, startTime, endTime, place, notes } = event;
  const alarm = (before: string): string[] => [
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `DESCRIPTION:${escapeText(title)}`,
    `TRIGGER:-${before}`,
    'END:VALARM',
  ];
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Linkang//Booking//ZH',
    'BEGIN:VEVENT',
    `UID:${escapeText(uid)}`,
    `DTSTAMP:${stamp(now)}`,
    `DTSTART:${stamp(instantOf(day, startTime))}`,
    `DTEND:${stamp(instantOf(day, endTime))}`,
    `SUMMARY:${escapeText(title)}`,
    `LOCATION:${escapeText(place)}`,
    `DESCRIPTION:${escapeText(notes.join('\n'))}`,
    ...alarm('PT14H'),
    ...alarm('PT1H'),
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ];
  return lines.map(fold).join('\r\n');
}
