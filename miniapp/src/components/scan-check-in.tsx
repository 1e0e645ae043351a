import Taro from '@tarojs/taro';
import type { ReactNode } from 'react';
import { isH5 } from '@/platform';
import { open, routes } from '@/routes';
import { Button } from './button';

/** The code in the link that the screen at the entrance shows. */
const CODE = /[?&]code=(\d+)/;

async function scan(): Promise<void> {
  // Straight from the camera: a picture of the code that somebody sent is too old anyway.
  const { result } = await Taro.scanCode({ onlyFromCamera: true, scanType: ['qrCode'] });
  open(routes.arrive(CODE.exec(result)?.[1] ?? ''));
}

/** Opens the camera for the code at the entrance. In a browser the phone's own camera opens the link. */
export function ScanCheckIn(): ReactNode {
  if (isH5) return null;
  return (
    <Button kind="plain" icon="check" onPress={() => void scan().catch(() => undefined)}>
      到了，扫码报到
    </Button>
  );
}
