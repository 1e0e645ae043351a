import { useLaunch, usePageNotFound } from '@tarojs/taro';
import type { PropsWithChildren, ReactNode } from 'react';
import { readTokens } from '@/api/tokens';
import { isH5 } from '@/platform';
import { replace, routes } from '@/routes';
import { loadMe } from '@/stores/account';
import { loadCentre } from '@/stores/centre';
import { followNetwork } from '@/stores/network';
import { followPrivacy } from '@/stores/privacy';
import { sendReadings } from '@/stores/readings';
import { followUpdates } from '@/updates';
import { keepWechatReturn } from '@/web-sign-in';
import './app.scss';

// Before the first page is chosen by the address.
keepWechatReturn();

const start = (): void => {
  void loadCentre();
  // A failure here shows on the page that needs the account.
  if (readTokens()) loadMe().catch(() => undefined);
  // What was measured without a network.
  void sendReadings();
};

/** The program: loads what every page needs, and never waits for it. */
function App({ children }: PropsWithChildren): ReactNode {
  useLaunch(() => {
    followNetwork(start);
    followUpdates();
    if (!isH5) followPrivacy();
    start();
  });
  usePageNotFound(() => replace(routes.missing()));
  return children;
}

export default App;
