import { useDidHide, useUnload } from '@tarojs/taro';
import { useState, type ReactNode } from 'react';
import { Button } from './button';

/** Slower than usual speech, for elderly ears. */
const RATE = 0.8;
/** Some browsers stop in the middle of a long utterance, so it is spoken sentence by sentence. */
const SENTENCE = /[^。！？；\n]+[。！？；\n]?/g;

const isAvailable = (): boolean => 'speechSynthesis' in window && typeof SpeechSynthesisUtterance === 'function';

/** Reads a text aloud, where the browser has a voice. */
export function ReadAloud({ text }: { text: string }): ReactNode {
  const [isReading, setReading] = useState(false);
  const stop = (): void => {
    if (isAvailable()) window.speechSynthesis.cancel();
    setReading(false);
  };
  useDidHide(stop);
  useUnload(stop);
  if (!isAvailable()) return null;

  const start = (): void => {
    window.speechSynthesis.cancel();
    const sentences = text.match(SENTENCE) ?? [];
    sentences.forEach((sentence, index) => {
      const utterance = new SpeechSynthesisUtterance(sentence);
      utterance.lang = 'zh-CN';
      utterance.rate = RATE;
      if (index === sentences.length - 1) utterance.onend = () => setReading(false);
      window.speechSynthesis.speak(utterance);
    });
    setReading(sentences.length > 0);
  };
  return (
    <Button kind="plain" icon="sound" onPress={isReading ? stop : start}>
      {isReading ? '停止朗读' : '读给我听'}
    </Button>
  );
}
