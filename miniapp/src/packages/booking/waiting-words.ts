import type { Session } from '@linkang/shared/api/session.routes';
import type { WaitlistEntry } from '@linkang/shared/api/waitlist.routes';
import { sayDay, sayTime } from '@linkang/shared/domain/clinic-day';
import { sayInstant, type StateWord } from '@/components/words';

/** Whether one can wait for a seat of a session. */
export const canWait = ({ state }: Pick<Session, 'state'>): boolean => state === 'full';

/** What somebody waits for. */
export const waitingTitle = ({ lectureTitle, serviceName }: WaitlistEntry): string => lectureTitle ?? serviceName;

/** When the session is that somebody waits for. */
export const waitingWhen = ({ day, startTime }: WaitlistEntry): string => `${sayDay(day)} ${sayTime(startTime)}`;

/** How it stands, in a word. */
export function waitingWord({ status, position }: WaitlistEntry): StateWord {
  switch (status) {
    case 'waiting':
      return { tone: 'wait', word: position === null ? '候补中' : `候补第${position}位` };
    case 'offered':
      return { tone: 'good', word: '有号了' };
    case 'booked':
      return { tone: 'good', word: '约上了' };
    case 'expired':
      return { tone: 'plain', word: '没有等到' };
    case 'left':
      return { tone: 'plain', word: '已退出' };
  }
}

/** The offered seat in one line. */
export const sayHeld = ({ number, until }: NonNullable<WaitlistEntry['offer']>): string =>
  `${number}号，号为您留到${sayInstant(until)}`;
