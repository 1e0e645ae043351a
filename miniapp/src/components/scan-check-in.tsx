import Taro from '@tarojs/taro';
import type { ReactNode } from 'react';
import { isH5 } from '@/platform';
import { open, routes } from '@/routes';
import { Button } from './button';

/** The code in the link that a screen shows. */
const CODE = /[?&]code=(\d+)/;
/** The activity in the link that its own screen shows. */
const ACTIVITY = /\/lecture\/pages\/arrive\/index\?id=([A-Za-z0-9%:_-]+)/;

async function scan(): Promise<void> {
  // Straight from the camera: a picture of the code that somebody sent is too old anyway.
  const { result } = await Taro.scanCode({ onlyFromCamera: true, scanType: ['qrCode'] });
  const code = CODE.exec(result)?.[1] ?? '';
  const activity = ACTIVITY.exec(result)?.[1];
  open(activity === undefined ? routes.arrive(code) : routes.arriveAtLecture(decodeURIComponent(activity), code));
}

/** Opens the camera for the code at the entrance or of an activity. In a browser the phone's own camera opens the link. */
export function ScanCheckIn(): ReactNode {
  if (isH5) return null;
  return (
    <Button kind="plain" icon="check" onPress={() => void scan().catch(() => undefined)}>
      到了，扫码报到
    </Button>
  );
}
