import Taro from '@tarojs/taro';

/** Something that can speak. */
export interface Voice {
  /** Whether reading aloud is worth offering beside every card; an article tells why it is not there. */
  isOffered(): boolean;
  /** What to tell the reader where it cannot speak; undefined where it can. */
  findFault(): Promise<string | undefined>;
  /** Speaks a sentence. @returns when it is spoken or was hushed; false where it could not be spoken */
  say(sentence: string, rate: number): Promise<boolean>;
  /** Ends what is being spoken. */
  hush(): void;
}

/** WeChat's own plugin for speech, as far as it is used. */
interface SpeechPlugin {
  textToSpeech(options: {
    lang: 'zh_CN';
    tts: true;
    content: string;
    success: (made: { filename: string }) => void;
    fail: () => void;
  }): void;
}

declare const requirePlugin: (name: string) => unknown;

/** Set by the build where the mini-program may use the plugin (docs/go-live.md). */
const hasPlugin = Boolean(process.env.TARO_APP_SPEECH_PLUGIN);

const makeSound = (content: string): Promise<string> =>
  new Promise((resolve, reject) => {
    (requirePlugin('WechatSI') as SpeechPlugin).textToSpeech({
      lang: 'zh_CN',
      tts: true,
      content,
      success: ({ filename }) => resolve(filename),
      fail: () => reject(new Error('no sound was made')),
    });
  });

let playing: { hush: () => void } | undefined;
/** The sentence whose turn it is; what was hushed while its sound was made is not played. */
let turn = 0;

const play = (src: string, rate: number): Promise<boolean> =>
  new Promise((resolve) => {
    const audio = Taro.createInnerAudioContext();
    const finish = (isSpoken: boolean): void => {
      playing = undefined;
      audio.destroy();
      resolve(isSpoken);
    };
    playing = { hush: () => finish(true) };
    audio.src = src;
    audio.playbackRate = rate;
    audio.onEnded(() => finish(true));
    audio.onError(() => finish(false));
    audio.play();
  });

/** The voice of this phone: in WeChat that of a plugin, where the centre has it. */
export const voice: Voice = {
  isOffered: () => hasPlugin,
  findFault: () => Promise.resolve(hasPlugin ? undefined : '微信里还不能朗读。可以把字放大看，或者请家人读给您听。'),
  say(sentence, rate) {
    const mine = ++turn;
    return makeSound(sentence).then(
      (src) => (mine === turn ? play(src, rate) : true),
      () => false,
    );
  },
  hush() {
    turn += 1;
    playing?.hush();
  },
};
