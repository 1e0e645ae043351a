import Taro from '@tarojs/taro';
import type { ReactNode } from 'react';
import { Button } from '@/components/button';

/** The copy, opened. */
export interface SaveFileProps {
  fileName: string;
  json: string;
  html: string;
}

/** In WeChat the copy goes onto the clipboard; WeChat says so itself. */
export const SaveFile = ({ json }: SaveFileProps): ReactNode => (
  <Button onPress={() => void Taro.setClipboardData({ data: json }).catch(() => undefined)}>复制全部信息</Button>
);
