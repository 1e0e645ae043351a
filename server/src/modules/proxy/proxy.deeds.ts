import type { Deed, ProxyRoutes } from '@linkang/shared/api/proxy.routes';
import type { Reply } from '@linkang/shared/api/route';
import { dayOf } from '@linkang/shared/domain/clinic-day';
import type { Deps } from '../../platform/deps';
import { asResident, type RequestInfo } from '../../platform/module';
import { accountNames, assertActsFor } from '../resident';
import { findBookings, serviceName } from '../session';

/** Bookings that are looked through, and lines that are told, at most. */
const MAX_BOOKINGS = 200;
const MAX_TOLD = 50;

/** What the log of a seat says that somebody does for somebody else. */
const TOLD: Readonly<Record<string, Deed['what']>> = {
  booked: 'booked',
  moved: 'moved',
  cancelled: 'cancelled',
  arrived: 'arrived',
  appeal: 'appeal',
};

/** What relatives did for a person, also those who may not any more. @throws NOT_FOUND for anybody else */
export async function listDeeds(
  deps: Deps,
  residentId: string,
  { actor, now }: RequestInfo,
): Promise<Reply<ProxyRoutes['deeds']>> {
  await assertActsFor(actor, residentId);
  const own = asResident(actor).accountId;
  const range = { when: 'all', today: dayOf(now), skip: 0, limit: MAX_BOOKINGS } as const;
  const bookings = await findBookings({ residentId, ...range });
  const lines = bookings.flatMap(({ log, serviceCode, day }) =>
    log.flatMap(({ at, by, what }) => {
      const told = TOLD[what];
      return told && by !== own ? [{ at, by, what: told, serviceCode, day }] : [];
    }),
  );
  // Staff have no own person here, and so no name: what they do is no relative's deed.
  const names = await accountNames(lines.map(({ by }) => by));
  const items = lines.flatMap(({ at, by, what, serviceCode, day }) => {
    const name = names.get(by);
    return name === undefined
      ? []
      : [{ at: at.toISOString(), name, what, serviceName: serviceName(deps, serviceCode), day }];
  });
  return { items: items.sort((a, b) => b.at.localeCompare(a.at)).slice(0, MAX_TOLD) };
}
