import { View } from '@tarojs/components';
import { useState, type ReactNode } from 'react';
import type { WaitlistEntry } from '@linkang/shared/api/waitlist.routes';
import { bookingApi, waitlistApi } from '@/api/clients';
import { PERSONAL, writeCopy } from '@/api/offline-copies';
import { Button } from '@/components/button';
import { SectionTitle } from '@/components/card';
import { NeedResident } from '@/components/need-resident';
import { Page } from '@/components/page';
import { PillTabs } from '@/components/pill-tabs';
import { Empty, Loaded } from '@/components/states';
import { useLoad } from '@/hooks/use-load';
import { useShowAgain } from '@/hooks/use-show-again';
import { openTab } from '@/routes';
import { BookingCard } from '../../components/booking-card';
import { WaitingCard } from '../../components/waiting-card';
import { bookingCopy } from '../../use-booking';

const WHEN = [
  { value: 'coming', title: '还没去的' },
  { value: 'past', title: '以前的' },
] as const;
type When = (typeof WHEN)[number]['value'];

/** More than anybody has; the list is short by nature. */
const LIMIT = 100;

/** Each of them can be opened without network afterwards, on the day and at the place. */
async function listBookings(residentId: string, when: When): ReturnType<typeof bookingApi.list> {
  const page = await bookingApi.list({ query: { residentId, when, limit: LIMIT } });
  if (when === 'past') return page;
  page.items.forEach((booking) => writeCopy(bookingCopy(booking.id), booking));
  const past = await bookingApi.list({ query: { residentId, when: 'past', limit: LIMIT } });
  // A visit that was called off is over, but the seat in its place waits for an answer.
  return { ...page, items: [...past.items.filter(({ offer }) => offer), ...page.items] };
}

const Bookings = ({ residentId, when }: { residentId: string; when: When }): ReactNode => {
  const load = useLoad(`${PERSONAL}bookings.${residentId}.${when}`, () => listBookings(residentId, when), {
    keepCopy: true,
  });
  useShowAgain(() => void load.reload());
  return (
    <Loaded load={load}>
      {({ items }) =>
        items.length ? (
          <View className="stack">
            {items.map((booking) => (
              <BookingCard key={booking.id} booking={booking} />
            ))}
          </View>
        ) : (
          <Empty picture="booking" title={when === 'coming' ? '现在没有预约' : '还没有以前的预约'}>
            <Button onPress={() => openTab('book')}>去预约</Button>
          </Empty>
        )
      }
    </Loaded>
  );
};

const isOpen = ({ status }: WaitlistEntry): boolean => status === 'waiting' || status === 'offered';

/** What the person waits for; nothing where that is nothing. */
const Waiting = ({ residentId }: { residentId: string }): ReactNode => {
  const load = useLoad(`${PERSONAL}waiting.${residentId}`, () => waitlistApi.list({ query: { residentId } }), {
    keepCopy: true,
  });
  useShowAgain(() => void load.reload());
  const entries = load.data?.items.filter(isOpen) ?? [];
  if (entries.length === 0) return null;
  return (
    <>
      <SectionTitle>在候补的</SectionTitle>
      <View className="stack">
        {entries.map((entry) => (
          <WaitingCard key={entry.id} entry={entry} />
        ))}
      </View>
    </>
  );
};

const BookingsOf = ({ residentId }: { residentId: string }): ReactNode => {
  const [when, setWhen] = useState<When>('coming');
  return (
    <>
      <PillTabs label="看哪些预约" items={WHEN} value={when} onChange={setWhen} />
      <Bookings residentId={residentId} when={when} />
      {when === 'coming' ? <Waiting residentId={residentId} /> : null}
    </>
  );
};

/** A person's bookings and lecture registrations. */
function BookingListPage(): ReactNode {
  return (
    <Page title="我的预约" hasPerson>
      <NeedResident purpose="看自己的预约" signInText="登录">
        {([person]) => <BookingsOf residentId={person.id} />}
      </NeedResident>
    </Page>
  );
}

export default BookingListPage;
