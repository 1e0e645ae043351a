import { useDidHide, useUnload } from '@tarojs/taro';
import { useEffect, useRef, useState } from 'react';
import { voice } from '@/voice';

/** Slower than usual speech, for elderly ears. */
const ELDER_RATE = 0.8;
const USUAL_RATE = 1;

const BROKE_OFF = '朗读停下了，请再点一次“接着读”。';

/** Ends what is read elsewhere in the program: there is one voice. */
let endOther: (() => void) | undefined;

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

  const quiet = (next: 'silent' | 'paused'): void => {
    run.current += 1;
    if (endOther === yieldVoice.current) endOther = undefined;
    voice.hush();
    setState(next);
  };
  const yieldVoice = useRef(() => quiet('paused'));

  /** The voice is this reader's from now on. @returns the number of the run that begins */
  const begin = (): number => {
    if (endOther !== yieldVoice.current) endOther?.();
    endOther = yieldVoice.current;
    run.current += 1;
    return run.current;
  };

  const goOn = async (from: number): Promise<void> => {
    const mine = begin();
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
    const mine = begin();
    setFault(undefined);
    setState('starting');
    const found = await voice.findFault();
    if (mine !== run.current) return;
    setFault(found);
    if (found === undefined) await goOn(0);
    else setState('silent');
  };

  const stop = (): void => {
    quiet('silent');
    setAt(0);
  };
  useDidHide(() => {
    if (state === 'reading') quiet('paused');
    if (state === 'starting') quiet('silent');
  });
  useUnload(stop);
  useEffect(
    () => () => {
      run.current += 1;
      if (endOther !== yieldVoice.current) return;
      endOther = undefined;
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
