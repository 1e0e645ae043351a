import { useDidHide, useUnload } from '@tarojs/taro';
import { useEffect, useRef, useState } from 'react';
import { voice } from './voice';

/** Slower than usual speech, for elderly ears. */
const ELDER_RATE = 0.8;
const USUAL_RATE = 1;

const BROKE_OFF = '朗读停下了，请再点一次“接着读”。';

/** How far the reading aloud is. */
export interface ReadingAloud {
  state: 'silent' | 'starting' | 'reading' | 'paused';
  /** Number of the sentence that is spoken, or where it goes on. */
  at: number;
  /** Why nothing can be heard. */
  fault: string | undefined;
  start: () => void;
  pause: () => void;
  resume: () => void;
  stop: () => void;
}

/** Reads sentences aloud, one after the other. */
export function useReadingAloud(sentences: readonly string[], isElder: boolean): ReadingAloud {
  const [state, setState] = useState<ReadingAloud['state']>('silent');
  const [at, setAt] = useState(0);
  const [fault, setFault] = useState<string>();
  // Each going on has its number: what was hushed must not go on beside it.
  const run = useRef(0);
  const rate = isElder ? ELDER_RATE : USUAL_RATE;

  const goOn = async (from: number): Promise<void> => {
    const mine = ++run.current;
    setState('reading');
    for (let next = from; next < sentences.length; next += 1) {
      setAt(next);
      const isSpoken = await voice.say(sentences[next] ?? '', rate);
      if (mine !== run.current) return;
      if (isSpoken) continue;
      setFault(BROKE_OFF);
      setState('paused');
      return;
    }
    setState('silent');
    setAt(0);
  };

  const start = async (): Promise<void> => {
    const mine = ++run.current;
    setFault(undefined);
    setState('starting');
    const found = await voice.findFault();
    if (mine !== run.current) return;
    setFault(found);
    if (found === undefined) await goOn(0);
    else setState('silent');
  };

  const quiet = (next: 'silent' | 'paused'): void => {
    run.current += 1;
    voice.hush();
    setState(next);
  };
  const stop = (): void => {
    quiet('silent');
    setAt(0);
  };
  useDidHide(() => {
    if (state === 'reading') quiet('paused');
  });
  useUnload(stop);
  useEffect(
    () => () => {
      run.current += 1;
      voice.hush();
    },
    [],
  );
  return {
    state,
    at,
    fault,
    start: () => void start(),
    pause: () => quiet('paused'),
    resume: () => {
      setFault(undefined);
      void goOn(at);
    },
    stop,
  };
}
