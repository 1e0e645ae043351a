import { View } from '@tarojs/components';
import { useShareAppMessage, useShareTimeline } from '@tarojs/taro';
import { useState, type ReactNode } from 'react';
import type { Service } from '@linkang/shared/api/centre.routes';
import type { Session } from '@linkang/shared/api/session.routes';
import { sayDay } from '@linkang/shared/domain/clinic-day';
import { Button } from '@/components/button';
import { SectionTitle } from '@/components/card';
import { Cell } from '@/components/cell';
import { DayStrip } from '@/components/day-strip';
import { Live } from '@/components/live';
import { Page } from '@/components/page';
import { Empty, Loaded } from '@/components/states';
import { offlineWord, sayAhead } from '@/components/words';
import { useParam } from '@/hooks/use-param';
import { useShowAgain } from '@/hooks/use-show-again';
import { open, routes } from '@/routes';
import { useBookingStart } from '@/stores/booking-clock';
import { serverToday } from '@/stores/centre';
import { SessionCard } from '../../components/session-card';
import { useSessions, type Offer } from '../../use-sessions';

const GENERAL_PHYSICAL = 'physical';

/** People below the age see where they can go instead. */
const AgeNote = ({ service }: { service: Service }): ReactNode => {
  const { minAge, oncePerYear } = service.rules;
  if (minAge === null) return null;
  return (
    <>
      <View className="notice notice-wait">
        <View>{`面向${minAge}岁及以上居民${oncePerYear ? '，每年免费一次' : ''}。`}</View>
      </View>
      {service.code === GENERAL_PHYSICAL ? null : (
        <View className="cells">
          <Cell
            icon="clipboard"
            title={`不到${minAge}岁？约普通体检`}
            onPress={() => open(routes.sessions(GENERAL_PHYSICAL))}
          />
        </View>
      )}
    </>
  );
};

/** What is booked elsewhere says where. */
const ElsewhereNote = ({ service }: { service: Service | undefined }): ReactNode => (
  <Empty picture="booking" title={service ? offlineWord(service.channels) : '这项服务现在不接受预约'}></Empty>
);

const AheadNote = ({ minutes }: { minutes: number }): ReactNode =>
  minutes === 0 ? null : <View className="note">{`请在就诊前至少${sayAhead(minutes)}预约，来不及请打电话。`}</View>;

/** A booking that is to be moved, and the session that it is in. */
interface Moving {
  move: string | undefined;
  from: string | undefined;
}

interface DayProps extends Moving {
  day: string;
  sessions: Session[];
}

const DaySessions = ({ day, sessions, move, from }: DayProps): ReactNode => (
  <>
    <SectionTitle>{day === serverToday() ? `今天，${sayDay(day)}` : sayDay(day)}</SectionTitle>
    <Live>{sessions.length ? `共${sessions.length}场，点一场往下走` : ''}</Live>
    {sessions.length ? (
      <View className="stack">
        {sessions.map((session) => (
          <SessionCard key={session.id} session={session} move={move} isOwn={session.id === from} />
        ))}
      </View>
    ) : (
      <Empty picture="booking" title="这一天没有安排">
        <View>请在上面选其他日期，或打电话问问。</View>
      </Empty>
    )}
  </>
);

const Offers = ({ offer, move, from }: { offer: Offer } & Moving): ReactNode => {
  const [picked, setPicked] = useState<string>();
  const day = picked ?? offer.firstOpenDay;
  const { service } = offer;
  if (!service?.onlineBooking) return <ElsewhereNote service={service} />;
  return (
    <>
      {move === undefined ? (
        <AgeNote service={service} />
      ) : (
        <View className="notice notice-wait">
          <View>选一个新时间。新的约上了，原来的预约才取消。</View>
        </View>
      )}
      <AheadNote minutes={service.rules.lastBookMinutesBefore} />
      <DayStrip label="选日期" days={offer.days} value={day} onChange={setPicked} />
      <DaySessions day={day} sessions={offer.sessionsByDay[day] ?? []} move={move} from={from} />
    </>
  );
};

/** The days and sessions of one service. */
function SessionsPage(): ReactNode {
  const service = useParam('service');
  const move = useParam('move') || undefined;
  const from = useParam('from') || undefined;
  useBookingStart();
  const load = useSessions(service);
  useShowAgain(() => void load.reload());
  const title = `${load.data?.service?.name ?? '门诊'}：看看哪天有号`;
  useShareAppMessage(() => ({ title, path: routes.sessions(service) }));
  useShareTimeline(() => ({ title, query: `service=${encodeURIComponent(service)}` }));
  return (
    <Page
      hasPerson={move === undefined}
      title={move !== undefined ? '改约：选新时间' : load.data?.service ? load.data.service.name : '选时间'}
    >
      <Loaded load={load}>{(offer) => <Offers offer={offer} move={move} from={from} />}</Loaded>
      {load.data && load.error === undefined ? (
        <Button kind="quiet" icon="refresh" isBusy={load.isLoading} onPress={() => void load.reload()}>
          刷新号源
        </Button>
      ) : null}
    </Page>
  );
}

export default SessionsPage;
