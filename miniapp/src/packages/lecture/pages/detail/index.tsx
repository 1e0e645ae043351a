import { View } from '@tarojs/components';
import { useShareAppMessage, useShareTimeline } from '@tarojs/taro';
import type { ReactNode } from 'react';
import type { Lecture } from '@linkang/shared/api/lecture.routes';
import { activityKindName } from '@linkang/shared/domain/activity-kinds';
import { sayDay } from '@linkang/shared/domain/clinic-day';
import { lectureApi } from '@/api/clients';
import { aria } from '@/components/a11y';
import { BookingRefusal } from '@/components/booking-refusal';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { Fact } from '@/components/cell';
import { NeedResident } from '@/components/need-resident';
import { Page } from '@/components/page';
import { PersonPicker } from '@/components/person-picker';
import { ReadAloud } from '@/components/read-aloud';
import { sayEnded } from '@/components/proxy-words';
import { Loaded } from '@/components/states';
import { Tag } from '@/components/tag';
import { lectureWord, sayTimes } from '@/components/words';
import { useLoad } from '@/hooks/use-load';
import { useParam } from '@/hooks/use-param';
import { useShowAgain } from '@/hooks/use-show-again';
import { useSendPermission } from '@/hooks/use-send-permission';
import { useSubmit } from '@/hooks/use-submit';
import { Mine } from '../../components/mine';
import '../../lecture.scss';
import { learnSection } from '@/stores/learn-section';
import { open, openMap, openTab, routes } from '@/routes';
import { choosePerson, type AccountResident } from '@/stores/account';
import { useCentre } from '@/stores/centre';

const openLectures = (): void => {
  learnSection.setState({ section: 'lectures' });
  openTab('learn');
};

/** How to get there: to the place itself, or to the centre. */
const MapButton = ({ lecture }: { lecture: Lecture }): ReactNode => {
  const centre = useCentre((state) => state.centre);
  const { title, place, location } = lecture;
  const spot = location ? { name: title, address: place, location } : centre;
  return spot ? (
    <Button kind="plain" icon="pin" onPress={() => openMap(spot)}>
      看地图，怎么走
    </Button>
  ) : null;
};

/** The lecture in sentences, for reading aloud. */
const sayLecture = (lecture: Lecture): string =>
  [
    `${lecture.title}，${lectureWord(lecture).word}。`,
    `${sayDay(lecture.day)}，${sayTimes(lecture)}，在${lecture.place}。`,
    `主讲：${lecture.speaker}。`,
    lecture.intro ?? '',
  ].join('\n');

const LectureFacts = ({ lecture }: { lecture: Lecture }): ReactNode => {
  const { tone, word } = lectureWord(lecture);
  return (
    <Card>
      <View className="article-title" {...aria('heading', { 'aria-level': 2 })}>
        {lecture.title}
      </View>
      <Tag tone={tone}>{word}</Tag>
      <Fact name="类型">{activityKindName(lecture.kind)}</Fact>
      <Fact name="日期">{sayDay(lecture.day)}</Fact>
      <Fact name="时间">{sayTimes(lecture)}</Fact>
      <Fact name="地点">{lecture.place}</Fact>
      <Fact name="主讲">{lecture.speaker}</Fact>
      {lecture.audience ? <Fact name="对象">{lecture.audience}</Fact> : null}
      {lecture.partner ? <Fact name="合作单位">{lecture.partner}</Fact> : null}
      {lecture.healthDay ? <Fact name="卫生日">{lecture.healthDay}</Fact> : null}
      <Fact name="名额">{`共${lecture.capacity}个，还剩${lecture.remaining}个`}</Fact>
      {lecture.intro ? <View>{lecture.intro}</View> : null}
      <ReadAloud label={lecture.title} text={sayLecture(lecture)} />
      <MapButton lecture={lecture} />
    </Card>
  );
};

interface RegisterProps {
  lecture: Lecture;
  residents: [AccountResident, ...AccountResident[]];
}

const Register = ({ lecture, residents }: RegisterProps): ReactNode => {
  const [person] = residents;
  const residentId = person.id;
  const form = useSubmit((input: { id: string; residentId: string }, idempotencyKey) =>
    lectureApi.register({ params: { id: input.id }, body: { residentId: input.residentId } }, { idempotencyKey }),
  );
  const askToSend = useSendPermission('booking');
  const register = async (): Promise<void> => {
    const asked = askToSend();
    const booking = await form.submit({ id: lecture.id, residentId });
    await asked;
    if (booking) open(routes.bookingDone(booking.id));
  };
  return (
    <>
      <PersonPicker title="谁来参加" residents={residents} value={residentId} onChange={choosePerson} />
      {form.error ? (
        <BookingRefusal
          error={sayEnded(form.error, person)}
          onRetry={() => void register()}
          onOther={openLectures}
          otherText="看其他讲座"
        />
      ) : null}
      <Button isBusy={form.isBusy} busyText="正在报名…" onPress={() => void register()}>
        报名参加
      </Button>
    </>
  );
};

/** Full, over or called off: what one can do instead. */
const NoSeat = ({ lecture }: { lecture: Lecture }): ReactNode => (
  <Card tone="warm">
    {lecture.state === 'full' ? (
      <>
        <View>这场活动报满了。有人退出，按先后轮到您。</View>
        <Button icon="clock" onPress={() => open(routes.confirmBooking(lecture.id))}>
          候补
        </Button>
        <Button kind="plain" onPress={openLectures}>
          看其他活动
        </Button>
      </>
    ) : (
      <>
        <View>{`这场活动${lectureWord(lecture).word}，可以看看其他活动。`}</View>
        <Button onPress={openLectures}>看其他活动</Button>
      </>
    )}
  </Card>
);

const LectureView = ({ lecture }: { lecture: Lecture }): ReactNode => (
  <>
    <LectureFacts lecture={lecture} />
    {lecture.state === 'open' ? (
      <NeedResident purpose="报名" signInText="登录后报名">
        {(residents) => <Register lecture={lecture} residents={residents} />}
      </NeedResident>
    ) : (
      <NoSeat lecture={lecture} />
    )}
    <Mine lecture={lecture} />
  </>
);

/** One lecture and the way into it. */
function LecturePage(): ReactNode {
  const id = useParam('id');
  const load = useLoad(`lecture.${id}`, () => lectureApi.get({ params: { id } }), { keepCopy: true });
  useShowAgain(() => void load.reload());
  const title = load.data?.title ?? '健康讲座';
  useShareAppMessage(() => ({ title, path: routes.lecture(id) }));
  useShareTimeline(() => ({ title, query: `id=${encodeURIComponent(id)}` }));
  return (
    <Page title="健康讲座" hasPerson>
      <Loaded load={load}>{(lecture) => <LectureView lecture={lecture} />}</Loaded>
    </Page>
  );
}

export default LecturePage;
