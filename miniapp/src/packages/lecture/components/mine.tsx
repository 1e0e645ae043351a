import { Image, View } from '@tarojs/components';
import { useState, type ReactNode } from 'react';
import type { Lecture, LectureRoutes } from '@linkang/shared/api/lecture.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { lectureApi } from '@/api/clients';
import { PERSONAL } from '@/api/offline-copies';
import { aria } from '@/components/a11y';
import { Card, SectionTitle } from '@/components/card';
import { Cell } from '@/components/cell';
import { Live } from '@/components/live';
import { ScanCheckIn } from '@/components/scan-check-in';
import { Tag } from '@/components/tag';
import { useLoad } from '@/hooks/use-load';
import { useShowAgain } from '@/hooks/use-show-again';
import { apiOrigin } from '@/platform';
import { open, routes } from '@/routes';
import { useAccount } from '@/stores/account';
import { FeedbackForm, type Participant } from './feedback-form';

type MyPart = CallReply<LectureRoutes['mine']>;

const Registered = ({ person }: { person: Participant }): ReactNode => {
  const { bookingId, name, came } = person;
  return (
    <>
      <View className="row row-between">
        <View className="item-title">{name}</View>
        <Tag tone={came ? 'good' : 'wait'}>{came ? '已签到' : '已报名'}</Tag>
      </View>
      {bookingId === null ? null : (
        <Cell title={`看${name}的报名`} icon="calendar" onPress={() => open(routes.booking(bookingId))} />
      )}
    </>
  );
};

/** What was handed out, for those who came. */
const Materials = ({ articles, pictures }: Pick<MyPart, 'articles' | 'pictures'>): ReactNode =>
  articles.length + pictures.length === 0 ? null : (
    <>
      <SectionTitle>活动资料</SectionTitle>
      <Card>
        {articles.map(({ id, title }) => (
          <Cell key={id} title={title} icon="book" onPress={() => open(routes.article(id))} />
        ))}
        {pictures.map((url, index) => (
          <Image
            key={url}
            className="lecture-picture"
            src={apiOrigin + url}
            mode="widthFix"
            lazyLoad
            {...aria('img', { 'aria-label': `资料图片${index + 1}` })}
          />
        ))}
      </Card>
    </>
  );

const canScan = ({ state }: Lecture, people: readonly Participant[]): boolean =>
  state !== 'cancelled' && people.some(({ bookingId, came }) => bookingId !== null && !came);

/** What the account's people have to do with an activity: registrations, feedback, materials. */
export function Mine({ lecture }: { lecture: Lecture }): ReactNode {
  const { id } = lecture;
  const isSignedIn = useAccount((state) => state.isSignedIn);
  const load = useLoad(isSignedIn ? `${PERSONAL}lecture.${id}` : undefined, () => lectureApi.mine({ params: { id } }));
  const [thanks, setThanks] = useState('');
  useShowAgain(() => void load.reload());
  const mine = load.data;
  if (!mine) return null;
  const shown = mine.people.filter(({ bookingId, came }) => bookingId !== null || came);
  const given = (person: Participant): void => {
    setThanks(`谢谢${person.name}的评价`);
    void load.reload();
  };
  return (
    <>
      <Live>{thanks}</Live>
      {shown.length > 0 ? (
        <Card tone="soft">
          {shown.map((person) => (
            <Registered key={person.residentId} person={person} />
          ))}
          {canScan(lecture, shown) ? <ScanCheckIn /> : null}
        </Card>
      ) : null}
      {shown
        .filter(({ feedback }) => feedback === 'open')
        .map((person) => (
          <FeedbackForm key={person.residentId} lectureId={id} person={person} onGiven={() => given(person)} />
        ))}
      <Materials articles={mine.articles} pictures={mine.pictures} />
    </>
  );
}
