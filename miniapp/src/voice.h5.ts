import type { Voice } from './voice';

/** Some browsers know their voices only a while after they were asked first. */
const VOICES_WAIT_MS = 1500;
const CHINESE = /^(zh|cmn)/i;
const MANDARIN = /^(zh[-_](cn|hans)|cmn)/i;

const NO_SPEECH = '这个浏览器不能朗读。可以换手机自带的浏览器打开，或者请家人读给您听。';
const NO_VOICE =
  '这台设备没有装中文语音，读不出来。可以在手机“设置”里找“文字转语音”，装上中文语音再试；也可以请家人读给您听。';

const isAvailable = (): boolean => 'speechSynthesis' in window && typeof SpeechSynthesisUtterance === 'function';

const findVoice = (): SpeechSynthesisVoice | undefined => {
  const chinese = window.speechSynthesis.getVoices().filter(({ lang }) => CHINESE.test(lang));
  return chinese.find(({ lang }) => MANDARIN.test(lang)) ?? chinese[0];
};

const voicesKnown = (): Promise<void> =>
  new Promise((resolve) => {
    if (window.speechSynthesis.getVoices().length > 0) return resolve();
    const timer = setTimeout(resolve, VOICES_WAIT_MS);
    window.speechSynthesis.addEventListener(
      'voiceschanged',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });

/** The browser's own voice. */
export const voice: Voice = {
  isOffered: isAvailable,
  async findFault() {
    if (!isAvailable()) return NO_SPEECH;
    await voicesKnown();
    return findVoice() ? undefined : NO_VOICE;
  },
  say: (sentence, rate) =>
    new Promise((resolve) => {
      const utterance = new SpeechSynthesisUtterance(sentence);
      utterance.voice = findVoice() ?? null;
      utterance.lang = utterance.voice?.lang ?? 'zh-CN';
      utterance.rate = rate;
      utterance.onend = () => resolve(true);
      // Hushing is no fault.
      utterance.onerror = ({ error }) => resolve(error === 'canceled' || error === 'interrupted');
      window.speechSynthesis.speak(utterance);
    }),
  hush: () => {
    if (isAvailable()) window.speechSynthesis.cancel();
  },
};
