import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import type { Session } from '@linkang/shared/api/session.routes';
import { LinkCard } from '@/components/card';
import { DoctorFace } from '@/components/doctor-face';
import { Tag } from '@/components/tag';
import { sayInstant, sayTimes, sessionWord } from '@/components/words';
import { open, routes } from '@/routes';
import { canWait } from '../waiting-words';

const releaseNote = ({ state, releaseAt }: Session): string | undefined =>
  state === 'notReleased' && releaseAt ? `${sayInstant(releaseAt)} 开始放号` : undefined;

const OWN = { tone: 'plain', word: '您现在约的' } as const;

interface SessionCardProps {
  session: Session;
  /** The booking that is to be moved here. */
  move: string | undefined;
  /** The booking that is to be moved is in it already. */
  isOwn: boolean;
}

/** One session of a day: when, who, where, and what is left. */
export function SessionCard({ session, move, isOwn }: SessionCardProps): ReactNode {
  const { tone, word } = isOwn ? OWN : sessionWord(session);
  const doctor = session.doctor ? `${session.doctor.name} ${session.doctor.title}` : undefined;
  const release = releaseNote(session);
  const from = session.visitingHospital && `${session.visitingHospital}专家`;
  const isWaitable = move === undefined && canWait(session);
  const wait = isWaitable ? '满了可以候补，点开排队' : undefined;
  const spoken = [sayTimes(session), doctor, from, session.place, word, release, wait];
  return (
    <LinkCard
      label={spoken.filter(Boolean).join('，')}
      isDisabled={isOwn || (session.state !== 'open' && !isWaitable)}
      onPress={() => open(routes.confirmBooking(session.id, move === undefined ? {} : { move }))}
    >
      <View className="row row-between">
        <View className="item-title">{sayTimes(session)}</View>
        <Tag tone={tone}>{word}</Tag>
      </View>
      {session.doctor ? (
        <View className="doctor-row">
          <DoctorFace {...session.doctor} />
          <View>{doctor}</View>
        </View>
      ) : null}
      {from ? <View className="note">{from}</View> : null}
      <View className="note">{session.place}</View>
      {release ? <View className="note">{release}</View> : null}
      {wait ? <View className="note">{wait}</View> : null}
    </LinkCard>
  );
}
