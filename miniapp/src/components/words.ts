import type { Booking } from '@linkang/shared/api/booking.routes';
import type { BookingStatus, Session } from '@linkang/shared/api/session.routes';
import type { Lecture } from '@linkang/shared/api/lecture.routes';
import { dayOf, sayDay, sayTime, timeOf } from '@linkang/shared/domain/clinic-day';
import type { Tone } from './tag';

/** A state with its tone, ready for a Tag. */
export interface StateWord {
  tone: Tone;
  word: string;
}

/** An instant as it is spoken: `6月4日 周四 上午7:00`. */
export const sayInstant = (instant: string): string => {
  const at = new Date(instant);
  return `${sayDay(dayOf(at))} ${sayTime(timeOf(at))}`;
};

/** A day with its year: `2027年6月4日`. */
export const sayLongDay = (day: string): string =>
  `${Number(day.slice(0, 4))}年${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`;

/** From when to when on a day: `上午8:00 到 11:30`, `上午8:00 到 下午1:00`. */
export function sayTimes({ startTime, endTime }: { startTime: string; endTime: string }): string {
  const from = sayTime(startTime);
  const to = sayTime(endTime);
  const isSamePart = from.slice(0, 2) === to.slice(0, 2);
  return `${from} 到 ${isSamePart ? to.slice(2) : to}`;
}

/** How a service is booked that the mini-program does not book. */
export function offlineWord(channels: readonly string[]): string {
  if (!channels.includes('phone')) return '请到前台预约';
  return channels.includes('desk') ? '请打电话或到前台预约' : '请打电话预约';
}

/** How long before its time a seat has to be booked, in words. */
export const sayAhead = (minutes: number): string => (minutes % 60 === 0 ? `${minutes / 60}小时` : `${minutes}分钟`);

/** What can be had of a session. */
export function sessionWord(session: Pick<Session, 'state' | 'remaining'>): StateWord {
  switch (session.state) {
    case 'open':
      return { tone: 'good', word: `余${session.remaining}号` };
    case 'full':
      return { tone: 'bad', word: '已满' };
    case 'suspended':
      return { tone: 'bad', word: '停诊' };
    case 'notReleased':
      return { tone: 'wait', word: '未放号' };
    case 'ended':
      return { tone: 'plain', word: '已结束' };
  }
}

/** What can be had of a lecture. */
export function lectureWord(lecture: Pick<Lecture, 'state' | 'remaining'>): StateWord {
  switch (lecture.state) {
    case 'open':
      return { tone: 'good', word: `余${lecture.remaining}个名额` };
    case 'full':
      return { tone: 'bad', word: '已报满' };
    case 'cancelled':
      return { tone: 'bad', word: '已取消' };
    case 'ended':
    case 'done':
      return { tone: 'plain', word: '已结束' };
    case 'draft':
      return { tone: 'plain', word: '未发布' };
  }
}

const BOOKING_WORDS: Record<BookingStatus, StateWord> = {
  booked: { tone: 'good', word: '已预约' },
  arrived: { tone: 'good', word: '已报到' },
  called: { tone: 'good', word: '已叫号' },
  done: { tone: 'plain', word: '已完成' },
  noShow: { tone: 'bad', word: '爽约' },
  cancelled: { tone: 'plain', word: '已取消' },
  moved: { tone: 'plain', word: '已改期' },
  suspended: { tone: 'bad', word: '停诊' },
};

/** The state of a booking, or of the registration for a lecture. */
export const bookingWord = ({ status, lectureTitle }: Pick<Booking, 'status' | 'lectureTitle'>): StateWord =>
  status === 'booked' && lectureTitle !== undefined ? { tone: 'good', word: '已报名' } : BOOKING_WORDS[status];
