import Taro from '@tarojs/taro';
import { create } from 'zustand';

type Answer = Parameters<Taro.onNeedPrivacyAuthorization.Listener>[0];

/** WeChat lets an agreement count only when this button was tapped. */
export const AGREE_BUTTON = 'agree-privacy';

/** The calls that WeChat holds back until the person has agreed to the privacy guideline, or refused. */
export const usePrivacy = create<{ waiting: Answer[] }>(() => ({ waiting: [] }));

/** Starts to listen for held-back calls; called once by the app. Older WeChat shows a window of its own. */
export function followPrivacy(): void {
  if (!Taro.canIUse('onNeedPrivacyAuthorization')) return;
  Taro.onNeedPrivacyAuthorization((answer) => {
    usePrivacy.setState(({ waiting }) => ({ waiting: [...waiting, answer] }));
    answer({ event: 'exposureAuthorization' });
  });
}

/** Passes the person's answer to every call that waits for it. */
export function answerPrivacy(isAgreed: boolean): void {
  const { waiting } = usePrivacy.getState();
  usePrivacy.setState({ waiting: [] });
  for (const answer of waiting) answer(isAgreed ? { event: 'agree', buttonId: AGREE_BUTTON } : { event: 'disagree' });
}
