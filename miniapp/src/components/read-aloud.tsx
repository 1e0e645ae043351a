import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { useReadingAloud } from '@/hooks/use-reading-aloud';
import { voice } from '@/voice';
import { aria } from './a11y';
import { Button } from './button';

/** Some browsers stop in the middle of a long utterance, so it is spoken sentence by sentence. */
const SENTENCE = /[^。！？；\n]+[。！？；\n]?/g;

interface ReadAloudProps {
  text: string;
  /** What is read, where several things on a page can be; spoken by a screen reader only. */
  label?: string;
}

/** Reads a text aloud, slowly, where there is a voice; another one that reads at the time stops. */
export function ReadAloud({ text, label }: ReadAloudProps): ReactNode {
  const aloud = useReadingAloud(
    text
      .match(SENTENCE)
      ?.map((part) => part.trim())
      .filter(Boolean) ?? [],
    true,
  );
  if (!voice.isOffered()) return null;
  const isReading = aloud.state === 'reading' || aloud.state === 'starting';
  const word = isReading ? '停止朗读' : '读给我听';
  return (
    <View className="no-print">
      <Button
        kind="plain"
        icon="sound"
        {...(label === undefined ? {} : { label: `${word}：${label}` })}
        onPress={isReading ? aloud.stop : aloud.start}
      >
        {word}
      </Button>
      <View className="note" {...aria('status', { 'aria-live': 'polite' })}>
        {aloud.fault ?? ''}
      </View>
    </View>
  );
}
