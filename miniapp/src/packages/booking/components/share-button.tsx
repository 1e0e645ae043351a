import { Button as TaroButton } from '@tarojs/components';
import Taro from '@tarojs/taro';
import { useState, type ReactNode } from 'react';
import type { Booking } from '@linkang/shared/api/booking.routes';
import { Button } from '@/components/button';
import { Live } from '@/components/live';
import { sayShared } from '../use-booking';

/** The page that a shared link opens: the front door, which says nothing of anybody. */
const frontDoor = (): string => `${window.location.origin}${window.location.pathname}`;

/** What the family reads: when, where and how to come prepared, but no name and no address of the booking. */
const textOf = (booking: Booking): string => [sayShared(booking), ...booking.preparation].join('\n');

/** Hands it to the phone's own way of sharing. @returns whether that could be done */
async function shareByPhone(booking: Booking): Promise<boolean> {
  if (typeof navigator.share !== 'function') return false;
  try {
    await navigator.share({
      title: booking.lectureTitle ?? booking.serviceName,
      text: textOf(booking),
      url: frontDoor(),
    });
    return true;
  } catch (error) {
    // Whoever closes the window has chosen not to share.
    return (error as { name?: unknown }).name === 'AbortError';
  }
}

const H5Share = ({ booking }: { booking: Booking }): ReactNode => {
  const [said, setSaid] = useState('');
  const share = async (): Promise<void> => {
    setSaid('');
    if (await shareByPhone(booking)) return;
    try {
      await Taro.setClipboardData({ data: `${textOf(booking)}\n${frontDoor()}` });
      setSaid('已复制，打开微信发给家人就行');
    } catch {
      setSaid('这个浏览器不能复制，请把这一页截图发给家人');
    }
  };
  return (
    <>
      <Button kind="plain" onPress={() => void share()}>
        发给家人
      </Button>
      <Live>{said}</Live>
    </>
  );
};

/** Sends the visit to the family: by WeChat, by the browser's own way, or to be pasted. */
export const ShareButton = ({ booking }: { booking: Booking }): ReactNode =>
  // Asked here and not by `isH5`, so that the build for the browser leaves WeChat's button out.
  process.env.TARO_ENV === 'h5' ? (
    <H5Share booking={booking} />
  ) : (
    <TaroButton className="btn btn-plain" openType="share">
      发给家人
    </TaroButton>
  );
