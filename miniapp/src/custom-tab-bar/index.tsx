import { View } from '@tarojs/components';
import type { ReactNode } from 'react';

/** WeChat wants this component to exist; the tab bar itself is drawn by the page, alike on both targets. */
function CustomTabBar(): ReactNode {
  return <View />;
}

export default CustomTabBar;
