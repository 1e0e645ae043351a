import type { NoticeData } from '@linkang/shared/api/notice-kinds';
import type { SeatRow } from './seat.model';
import type { SessionRow } from './session.model';

/** What a message about a seat says. */
export const noticeOf = (
  seat: Pick<SeatRow, 'day' | 'startTime' | 'no'>,
  session: Pick<SessionRow, 'place'>,
  service: string,
): NoticeData => ({ service, day: seat.day, startTime: seat.startTime, place: session.place, number: seat.no });
