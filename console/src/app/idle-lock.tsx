import { Alert } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { authApi } from '../api/clients';
import { lockSignIn, useLockedAccount } from '../api/sign-in';
import { LockScreen } from '../features/auth/lock-screen';

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;
const touches = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;

function lock(): void {
  // The tokens are forgotten here whether or not the server hears of it.
  void authApi.logout({}).catch(() => undefined);
  lockSignIn();
}

/**
 * Seconds until the console locks, within the last minute; null before. Counted by the clock, so that a computer that
 * slept is locked when it wakes.
 */
function useIdleSeconds(idleMinutes: number, isOn: boolean): number | null {
  const touchedMs = useRef(Date.now());
  const [left, setLeft] = useState<number | null>(null);
  useEffect(() => {
    if (!isOn) return;
    touchedMs.current = Date.now();
    const touch = (): void => {
      touchedMs.current = Date.now();
      setLeft(null);
    };
    const check = (): void => {
      const leftMs = touchedMs.current + idleMinutes * MINUTE_MS - Date.now();
      if (leftMs <= 0) {
        setLeft(null);
        lock();
      } else setLeft(leftMs <= MINUTE_MS ? Math.ceil(leftMs / SECOND_MS) : null);
    };
    for (const kind of touches) window.addEventListener(kind, touch, { passive: true });
    const timer = setInterval(check, SECOND_MS);
    return () => {
      clearInterval(timer);
      for (const kind of touches) window.removeEventListener(kind, touch);
    };
  }, [idleMinutes, isOn]);
  return left;
}

/** Locks the console after a while without a touch, and says so a minute before. */
export function IdleLock({ idleMinutes }: { idleMinutes: number }) {
  const locked = useLockedAccount();
  const left = useIdleSeconds(idleMinutes, locked === null);
  if (locked) return <LockScreen account={locked} />;
  if (left === null) return null;
  return (
    <Alert
      className="idle-warning"
      type="warning"
      showIcon
      role="alert"
      title="快要锁上了"
      description={
        <>
          有一会儿没有操作。动一下鼠标或按一个键就接着用，不然<span aria-hidden="true"> {left} 秒后</span>会锁上。
        </>
      }
    />
  );
}
