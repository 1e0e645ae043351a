import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { sayInstant } from '@/components/words';
import { dropReading, sendReadings, useReadings } from '@/stores/readings';
import { sayMain, unitOf } from '../reading-words';

/** Readings that are on this phone only. */
export function WaitingReadings({ residentId }: { residentId: string }): ReactNode {
  const all = useReadings((state) => state.waiting);
  const mine = all.filter((reading) => reading.residentId === residentId);
  if (mine.length === 0) return null;
  return (
    <Card tone="warm">
      <View className="lead">还没送到中心的</View>
      {mine.map(({ key, body, refused }) => (
        <View key={key} className="stack">
          <View>{`${sayMain(body.kind, body.values)}${unitOf(body.kind)}，${sayInstant(body.takenAt)}`}</View>
          {refused === undefined ? null : (
            <>
              <View>{`没有记成：${refused}`}</View>
              <Button kind="plain" onPress={() => dropReading(key)}>
                删掉这一条
              </Button>
            </>
          )}
        </View>
      ))}
      {mine.some(({ refused }) => refused === undefined) ? (
        <Button kind="plain" icon="refresh" onPress={() => void sendReadings()}>
          现在送一次
        </Button>
      ) : null}
    </Card>
  );
}
