import type { QueueBoard } from '@linkang/shared/api/queue.routes';
import { useEffect, useRef, useState } from 'react';

/** A call for the waiting room. */
export interface Call {
  id: string;
  number: number;
  place: string;
}

const callsOf = (board: QueueBoard): Call[] =>
  board.items.flatMap((item) =>
    item.called.map((one) => ({
      id: `${item.sessionId} ${one.number} ${one.calledAt}`,
      number: one.number,
      place: item.place,
    })),
  );

/** What is said and written of a call. */
export const callText = (call: Call): string => `请${call.number}号到${call.place}`;

/** Slower than talk: in a full room half of it is not heard. */
const SPEECH_RATE = 0.8;
const TIMES = 2;

const findVoice = (): SpeechSynthesisVoice | undefined =>
  'speechSynthesis' in window
    ? window.speechSynthesis.getVoices().find((voice) => /^(zh|cmn)/i.test(voice.lang))
    : undefined;

/** The Chinese voice of this computer, once the browser knows it. */
function useVoice(): SpeechSynthesisVoice | undefined {
  const [voice, setVoice] = useState(findVoice);
  useEffect(() => {
    if (!('speechSynthesis' in window)) return undefined;
    const look = (): void => setVoice(findVoice());
    look();
    window.speechSynthesis.addEventListener('voiceschanged', look);
    return () => window.speechSynthesis.removeEventListener('voiceschanged', look);
  }, []);
  return voice;
}

function say(text: string, voice: SpeechSynthesisVoice): void {
  for (let time = 0; time < TIMES; time += 1) {
    const words = new SpeechSynthesisUtterance(text);
    words.voice = voice;
    words.lang = voice.lang;
    words.rate = SPEECH_RATE;
    window.speechSynthesis.speak(words);
  }
}

/** Calls that came while the page was open, the latest last; each is said aloud where this computer can. */
export function useAnnounce(board: QueueBoard | undefined): { latest: Call | undefined; hasVoice: boolean } {
  const voice = useVoice();
  const known = useRef<Set<string> | undefined>(undefined);
  const [latest, setLatest] = useState<Call>();
  useEffect(() => {
    if (!board) return;
    const calls = callsOf(board);
    // Who was called before the page was opened has been called already.
    const fresh = known.current ? calls.filter((call) => !known.current?.has(call.id)).reverse() : [];
    known.current = new Set(calls.map((call) => call.id));
    for (const call of fresh) if (voice) say(callText(call), voice);
    const last = fresh[fresh.length - 1];
    if (last) setLatest(last);
  }, [board, voice]);
  return { latest, hasVoice: voice !== undefined };
}
