import { View } from '@tarojs/components';
import { useState, type ReactNode } from 'react';
import type { NextItem } from '@linkang/shared/api/notice.routes';
import { toApiError, type ApiErrorCode } from '@/api/api-error';
import { noticeApi } from '@/api/clients';
import { PERSONAL } from '@/api/offline-copies';
import { Button } from '@/components/button';
import { LinkCard } from '@/components/card';
import { Icon, type IconName } from '@/components/icon';
import { NeedResident } from '@/components/need-resident';
import { ReadAloud } from '@/components/read-aloud';
import { Loaded } from '@/components/states';
import { Tag } from '@/components/tag';
import { useLoad } from '@/hooks/use-load';
import { useShowAgain } from '@/hooks/use-show-again';
import { forPerson, open, routes } from '@/routes';
import { useAccount, type AccountResident } from '@/stores/account';

/** The yearly physical has a card of its own, for the whole family. */
type ShownItem = NextItem & { kind: Exclude<NextItem['kind'], 'physicalDue'> };

const isShown = (item: NextItem): item is ShownItem => item.kind !== 'physicalDue';

const ICONS: Record<ShownItem['kind'], IconName> = {
  booking: 'calendar',
  lecture: 'speech',
  contractPending: 'clock',
  contractRejected: 'warning',
  contractMissing: 'doctor',
  contractEnding: 'clock',
  followUpDue: 'clipboard',
  recheckDue: 'clipboard',
};

/** Something to do, and whose it is. */
interface Next {
  item: ShownItem;
  person: AccountResident;
}

/** So many are shown at once: what stands below must stay in reach. */
const SHOWN = 4;

/** One's own things and those of at most six relatives. */
const MAX_PEOPLE = 7;

/** What a relative has ended meanwhile answers as if it were not there; the others' things must not go with it. */
const GONE: readonly ApiErrorCode[] = ['NOT_FOUND', 'PROXY_SCOPE_MISSING'];

async function loadNext(person: AccountResident): Promise<Next[]> {
  try {
    const { items } = await noticeApi.next({ params: { id: person.id } });
    return items.filter(isShown).map((item) => ({ item, person }));
  } catch (thrown) {
    if (person.relation !== 'self' && GONE.includes(toApiError(thrown).code)) return [];
    throw thrown;
  }
}

const timeOf = ({ item }: Next): string => `${item.day ?? '9999'} ${item.startTime ?? ''}`;

/** Everybody's things, the nearest day first; what has no day keeps its place behind. */
async function loadAll(people: AccountResident[]): Promise<Next[]> {
  const all = (await Promise.all(people.map(loadNext))).flat();
  return all.sort((a, b) => timeOf(a).localeCompare(timeOf(b)));
}

function addressOf({ item: { kind, targetId }, person }: Next): string {
  switch (kind) {
    case 'booking':
    case 'lecture':
      return targetId ? routes.booking(targetId) : forPerson(routes.bookings(), person.id);
    case 'followUpDue':
      return forPerson(routes.followUps(), person.id);
    case 'recheckDue':
      return forPerson(routes.reports(), person.id);
    default:
      return forPerson(routes.contract(), person.id);
  }
}

/** Care for which somebody has to come; until when stands below its title. */
const isDue = ({ kind }: ShownItem): boolean => kind === 'followUpDue' || kind === 'recheckDue';

/** The same as a sentence, for reading aloud. */
const sayNext = ({ item, person }: Next): string =>
  `${person.relation === 'self' ? '' : `${person.name}，`}${[item.title, item.detail].filter(Boolean).join('，')}。`;

const NextCard = ({ next, hasName }: { next: Next; hasName: boolean }): ReactNode => {
  const { item, person } = next;
  const name = hasName ? (person.relation === 'self' ? '我自己' : person.name) : undefined;
  return (
    <LinkCard label={[name, item.title, item.detail].filter(Boolean).join('，')} onPress={() => open(addressOf(next))}>
      <View className="next-head">
        <Icon name={ICONS[item.kind]} />
        <View className="item-title">{item.title}</View>
      </View>
      {name ? (
        <Tag tone="plain" icon="person">
          {name}
        </Tag>
      ) : null}
      {item.detail ? <View className={isDue(item) ? 'next-when' : 'note'}>{item.detail}</View> : null}
    </LinkCard>
  );
};

const NextList = (): ReactNode => {
  const [isAll, setAll] = useState(false);
  const residents = useAccount((state) => state.residents);
  const people = residents.slice(0, MAX_PEOPLE);
  const key = `${PERSONAL}next.${people.map(({ id }) => id).join('.')}`;
  const load = useLoad(key, () => loadAll(people), { keepCopy: true });
  useShowAgain(() => void load.reload());
  return (
    <Loaded load={load} lines={1}>
      {(all) => (
        <View className="stack">
          {all.slice(0, isAll ? all.length : SHOWN).map((next) => (
            <NextCard
              key={`${next.person.id}${next.item.kind}${next.item.targetId ?? ''}`}
              next={next}
              hasName={people.length > 1}
            />
          ))}
          {all.length ? null : <View className="note">最近没有要办的事，祝您身体健康。</View>}
          {!isAll && all.length > SHOWN ? (
            <Button kind="quiet" onPress={() => setAll(true)}>
              {`还有${all.length - SHOWN}件，都看看`}
            </Button>
          ) : null}
          {all.length ? <ReadAloud label="接下来的事" text={all.map(sayNext).join('\n')} /> : null}
        </View>
      )}
    </Loaded>
  );
};

/** What comes next for the person and for those whom they help, or the way to sign in. */
export const NextThings = (): ReactNode => (
  <NeedResident scope="own" purpose="看到自己的预约和签约" signInText="登录">
    {() => <NextList />}
  </NeedResident>
);
