import { dayOf } from '@linkang/shared/domain/clinic-day';
import type { ServedEvent, ServedRange, ServedSource } from '../../platform/module';
import { findCame, LECTURE_SERVICE, serviceName } from '../session';

const isAfter = ({ at, id }: ServedEvent, before: NonNullable<ServedRange['before']>): boolean =>
  at < before.at || (at.getTime() === before.at.getTime() && id < before.id);

const earlier = (a: string | undefined, b: string): string => (a !== undefined && a < b ? a : b);

/** Visits for which people came. A lecture is none: it fulfils nothing that was promised. */
export const bookingServed: ServedSource = async (deps, { before, toDay, ...range }) => {
  const last = before ? earlier(toDay, dayOf(before.at)) : toDay;
  const seats = await findCame({ ...range, ...(last === undefined ? {} : { toDay: last }) });
  const events = seats.map(({ id, serviceCode, ...seat }) => ({
    ...seat,
    id: `booking:${id}`,
    title: serviceName(deps, serviceCode),
    ...(serviceCode === LECTURE_SERVICE ? {} : { facts: { kind: 'booking' as const } }),
  }));
  return before ? events.filter((event) => isAfter(event, before)) : events;
};
