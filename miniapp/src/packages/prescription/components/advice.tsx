import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import type { ReleasedText } from '@linkang/shared/api/prescription.routes';
import { aria } from '@/components/a11y';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { ReadAloud } from '@/components/read-aloud';
import { isH5 } from '@/platform';
import { useCentre } from '@/stores/centre';
import '../prescription.scss';

/** Sentence by sentence: long paragraphs are hard to follow. */
const sentencesOf = (text: string): string[] => text.match(/[^。！？\n]+[。！？]?/g) ?? [text];

/** A text in large letters, to be read, heard or printed. */
export function Advice({ advice, from }: { advice: ReleasedText; from?: string }): ReactNode {
  const { disease, text, notice } = advice;
  const centre = useCentre((state) => state.centre?.name);
  return (
    <View className="stack advice">
      <Card>
        <View className="article-title" {...aria('heading', { 'aria-level': 2 })}>
          {`${disease}：平时这样做`}
        </View>
        {from ? <View className="note">{from}</View> : null}
        <View className="no-print">
          <ReadAloud text={`${disease}。\n${text}\n${notice}。`} />
        </View>
        {sentencesOf(text).map((sentence) => (
          <View key={sentence} className="advice-sentence">
            {sentence}
          </View>
        ))}
        <View className="advice-notice">{`${notice}。`}</View>
        {centre ? <View className="note print-only">{centre}</View> : null}
      </Card>
      <View className="stack no-print">
        {isH5 ? (
          <Button kind="plain" icon="clipboard" onPress={() => window.print()}>
            打印出来
          </Button>
        ) : null}
      </View>
    </View>
  );
}
