import type { Page } from 'playwright-core';
import { eventually } from './poll';

/** What a page queued to be spoken. */
export interface Spoken {
  text: string;
  rate: number;
  lang: string;
}

/** A voice that says nothing, and ends a sentence when the test wants it. */
const standInVoice = (): void => {
  const spoken: Spoken[] = [];
  let running: { onend?: () => void; onerror?: (event: { error: string }) => void } | undefined;
  const stage = {
    spoken,
    finish: () => {
      const done = running;
      running = undefined;
      done?.onend?.();
    },
  };
  const speechSynthesis = {
    getVoices: () => [
      { lang: 'en-US', name: 'Someone' },
      { lang: 'zh-CN', name: '小美' },
    ],
    addEventListener: () => undefined,
    speak: (utterance: Spoken & typeof running) => {
      spoken.push({ text: utterance.text, rate: utterance.rate, lang: utterance.lang });
      running = utterance;
    },
    cancel: () => {
      const done = running;
      running = undefined;
      done?.onerror?.({ error: 'canceled' });
    },
  };
  class SpeechSynthesisUtterance {
    voice: unknown = null;
    lang = '';
    rate = 1;
    constructor(readonly text: string) {}
  }
  for (const [name, value] of Object.entries({ speechSynthesis, SpeechSynthesisUtterance, stage }))
    Object.defineProperty(window, name, { value, configurable: true });
};

const sameWords = (one: string, other: string): boolean => one.replace(/\s/g, '') === other.replace(/\s/g, '');

/** What a test does with the voice of a page. */
export interface Voice {
  /** Everything that was queued, in its order. */
  spoken(): Promise<Spoken[]>;
  /** The words that were queued last. */
  last(): Promise<string>;
  /** The sentence has been said. */
  finish(): Promise<void>;
  /** The words of the sentence that is lit, in all its parts. */
  lit(): Promise<string>;
  /** Waits until the sentence that is spoken is the one that is lit. */
  seeLit(): Promise<boolean>;
}

/** Replaces the voice of a page's browser, before the page is opened: what is queued is kept, no sound is made. */
export async function giveVoice(page: Page): Promise<Voice> {
  await page.addInitScript(standInVoice);
  const spoken = (): Promise<Spoken[]> =>
    page.evaluate(() => (window as unknown as { stage: { spoken: Spoken[] } }).stage.spoken);
  const last = async (): Promise<string> => (await spoken()).at(-1)?.text ?? '';
  const lit = async (): Promise<string> =>
    (await page.locator('.is-spoken').filter({ visible: true }).allInnerTexts()).join('');
  return {
    spoken,
    last,
    lit,
    finish: () => page.evaluate(() => (window as unknown as { stage: { finish: () => void } }).stage.finish()),
    seeLit: () => eventually('the spoken sentence is lit', async () => sameWords(await lit(), await last())),
  };
}
