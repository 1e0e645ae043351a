import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import type { Measurement } from '@linkang/shared/api/measurement.routes';
import { levelNames } from '@linkang/shared/domain/home-entry';
import type { HomeKind } from '@linkang/shared/domain/home-table';
import { aria } from '@/components/a11y';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { ReadAloud } from '@/components/read-aloud';
import { Tag } from '@/components/tag';
import { callPhone } from '@/routes';
import { levelTones, sayMain, sayReading, sayRest, unitOf } from '../reading-words';
import '../measurement.scss';

const EMERGENCY_PHONE = '120';

interface MeaningCardProps {
  kind: HomeKind;
  values: Measurement['values'];
  meaning: { level: Measurement['meaning']['level']; say: string; when120?: string | null | undefined };
}

/** When to call 120: first, and with the call one tap away, where it is urgent. */
const CallNow = ({ level, when120 }: { level: Measurement['meaning']['level']; when120: string }): ReactNode =>
  level === 'urgent' || level === 'emergency' ? (
    <View className="call-now" {...aria('alert')}>
      <View>{when120}</View>
      <Button kind="danger" icon="phone" onPress={() => callPhone(EMERGENCY_PHONE)}>
        打120
      </Button>
    </View>
  ) : (
    <View>{when120}</View>
  );

/** What a reading means, in plain words: what to do, and when not to wait. */
export function MeaningCard({ kind, values, meaning: { level, say, when120 } }: MeaningCardProps): ReactNode {
  const rest = sayRest(kind, values);
  const isEmergency = level === 'emergency';
  const call = when120 ? <CallNow level={level} when120={when120} /> : null;
  return (
    <Card tone={level === 'normal' ? 'soft' : 'warm'}>
      {isEmergency ? call : null}
      <View className="reading-row">
        <View className="reading-value">
          {sayMain(kind, values)}
          <View className="reading-unit">{unitOf(kind)}</View>
        </View>
        <Tag tone={levelTones[level]}>{levelNames[level]}</Tag>
      </View>
      {rest ? <View className="note">{rest}</View> : null}
      <View className="lead">{say}</View>
      {isEmergency ? null : call}
      <ReadAloud text={`${sayReading(kind, values)}${say}${when120 ?? ''}`} />
    </Card>
  );
}
