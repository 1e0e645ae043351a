import type { BookingStatus } from '@linkang/shared/api/session.routes';
import { bookingHorizon, cancelUntil, isOldEnough } from '@linkang/shared/domain/booking-rules';
import { instantOf } from '@linkang/shared/domain/clinic-day';
import { seniorPhysicalMinAge } from '@linkang/shared/domain/senior-physical';
import { AppError } from '@linkang/shared/errors';
import type { ServiceSettings } from '../../platform/config';
import { LECTURE_SERVICE, type SeatRow, type SessionRow } from '../session';

/** Minutes before the start until which a lecture's registration can be given back. */
const LECTURE_CANCEL_MINUTES = 0;

/** Until when a seat can be given back online. */
export const cancelDeadline = (seat: Pick<SeatRow, 'day' | 'startTime'>, service: ServiceSettings | undefined): Date =>
  cancelUntil(
    {
      cancelMinutesBefore: service ? service.cancelMinutesBefore : LECTURE_CANCEL_MINUTES,
      cancelDayBeforeTime: service?.cancelDayBeforeTime ?? null,
    },
    seat,
  );

/** Whether the time to give a seat back online is over. */
export const isLate = (seat: SeatRow, service: ServiceSettings | undefined, now: Date): boolean =>
  now > cancelDeadline(seat, service);

/** Whether a booking can still be cancelled: by its person online, by staff until it begins. */
export const canCancel = (seat: SeatRow, service: ServiceSettings | undefined, now: Date, byStaff: boolean): boolean =>
  seat.status === 'booked' && (byStaff ? now < instantOf(seat.day, seat.startTime) : !isLate(seat, service, now));

/** Seats up to this time can't be booked any more: online by the service's rule, by staff until they begin. */
export const horizonOf = (service: ServiceSettings | undefined, now: Date, byStaff: boolean): Date =>
  bookingHorizon(now, byStaff ? 0 : (service?.lastBookMinutesBefore ?? 0));

/**
 * The refusal that a session's own state demands, or undefined when it takes bookings.
 * @param service undefined for lectures, which are always open online, and for what the centre no longer has
 */
export function sessionRefusal(
  session: SessionRow,
  service: ServiceSettings | undefined,
  now: Date,
  byStaff: boolean,
): AppError | undefined {
  if (service ? !service.enabled : session.serviceCode !== LECTURE_SERVICE)
    return new AppError('BOOKING_SESSION_CLOSED', { detail: '这项服务现在不接受预约，请选择其他服务。' });
  if (service && !service.channels.includes('online') && !byStaff)
    return new AppError('BOOKING_SESSION_CLOSED', { detail: '这项服务请打电话或到前台预约。' });
  if (session.state !== 'open') return new AppError('BOOKING_SESSION_CLOSED');
  if (horizonOf(service, now, byStaff) >= instantOf(session.day, session.lastStartTime))
    return new AppError('BOOKING_TOO_LATE');
  if (session.releaseAt && session.releaseAt > now)
    return new AppError('BOOKING_NOT_RELEASED', {
      serverTime: now.toISOString(),
      releaseAt: session.releaseAt.toISOString(),
    });
  return undefined;
}

/** The refusal that a person's age demands, or undefined. */
export function ageRefusal(service: ServiceSettings, birthDay: string, examDay: string): AppError | undefined {
  if (service.minAge === null || service.ageBasis === null) return undefined;
  const { minAge, ageBasis } = service;
  if (isOldEnough({ minAge, ageBasis }, birthDay, examDay)) return undefined;
  // The catalogue's sentence speaks of the free physical, which has this age by national rule.
  const detail =
    minAge === seniorPhysicalMinAge ? {} : { detail: `这项服务面向${minAge}岁及以上的居民，请选择其他服务。` };
  return new AppError('PHYSICAL_NOT_ELIGIBLE', detail);
}

/** Where an entry of the log has led. To be called again changes nothing that could be taken back. */
const ledTo: Partial<Record<string, BookingStatus>> = {
  booked: 'booked',
  arrived: 'arrived',
  called: 'called',
  skipped: 'arrived',
  done: 'done',
};

/** The status before a step of the day, as the log tells; there are several ways to most of them. */
export function previousStatus(status: 'arrived' | 'called' | 'done', log: SeatRow['log']): BookingStatus {
  const way: BookingStatus[] = [];
  for (const { what } of log) {
    const next = ledTo[what];
    if (what === 'undo') way.pop();
    else if (next) way.push(next);
  }
  return way.at(-2) ?? (status === 'arrived' ? 'booked' : 'arrived');
}
