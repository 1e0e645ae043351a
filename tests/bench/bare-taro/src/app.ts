import type { PropsWithChildren, ReactNode } from 'react';
import { useLaunch } from '@tarojs/taro';

/** The template's program. */
function App({ children }: PropsWithChildren): ReactNode {
  useLaunch(() => undefined);
  return children;
}

export default App;
