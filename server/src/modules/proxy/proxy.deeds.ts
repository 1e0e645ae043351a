import type { Deed, ProxyRoutes } from '@linkang/shared/api/proxy.routes';
import type { Reply } from '@linkang/shared/api/route';
import { dayOf } from '@linkang/shared/domain/clinic-day';
import type { Deps } from '../../platform/deps';
import { asResident, type RequestInfo } from '../../platform/module';
import { accountNames, assertActsFor } from '../resident';
import { findBookings, serviceName } from '../session';
import { findWaitingOf, type WaitingRow } from '../waiting';

/** Bookings and entries of the waiting list that are looked through, and lines that are told, at most. */
const MAX_LOOKED = 200;
const MAX_TOLD = 50;

/** What the log of a seat says that somebody does for somebody else. */
const TOLD: Readonly<Record<string, Deed['what']>> = {
  booked: 'booked',
  moved: 'moved',
  cancelled: 'cancelled',
  arrived: 'arrived',
  appeal: 'appeal',
};

interface Line {
  at: Date;
  by: string;
  what: Deed['what'];
  serviceName: string;
  day: string;
}

/** Who put a person on a waiting list, and who took them off. What came of an offer stands with the booking. */
function linesOfEntry({ joinedAt, joinedBy, leftAt, leftBy, serviceName: name, day }: WaitingRow): Line[] {
  const about = { serviceName: name, day };
  return [
    { ...about, at: joinedAt, by: joinedBy, what: 'waited' },
    ...(leftAt && leftBy !== undefined ? [{ ...about, at: leftAt, by: leftBy, what: 'left' as const }] : []),
  ];
}

/** What relatives did for a person, also those who may not any more. @throws NOT_FOUND for anybody else */
export async function listDeeds(
  deps: Deps,
  residentId: string,
  { actor, now }: RequestInfo,
): Promise<Reply<ProxyRoutes['deeds']>> {
  await assertActsFor(actor, residentId);
  const own = asResident(actor).accountId;
  const range = { when: 'all', today: dayOf(now), skip: 0, limit: MAX_LOOKED } as const;
  const [bookings, entries] = await Promise.all([
    findBookings({ residentId, ...range }),
    findWaitingOf(residentId, MAX_LOOKED),
  ]);
  const booked = bookings.flatMap(({ log, serviceCode, day }) =>
    log.flatMap(({ at, by, what }) => {
      const told = TOLD[what];
      return told ? [{ at, by, what: told, serviceName: serviceName(deps, serviceCode), day }] : [];
    }),
  );
  const lines: Line[] = [...booked, ...entries.flatMap(linesOfEntry)].filter(({ by }) => by !== own);
  // Staff have no own person here, and so no name: what they do is no relative's deed.
  const names = await accountNames(lines.map(({ by }) => by));
  const items = lines.flatMap(({ at, by, ...line }) => {
    const name = names.get(by);
    return name === undefined ? [] : [{ ...line, at: at.toISOString(), name }];
  });
  return { items: items.sort((a, b) => b.at.localeCompare(a.at)).slice(0, MAX_TOLD) };
}
