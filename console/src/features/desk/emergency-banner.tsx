import { useQueryClient } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useEffect, useState } from 'react';
import { useStanding } from './use-standing';

const SECOND_MS = 1000;

const pad = (value: number): string => String(value).padStart(2, '0');

/** Seconds until an instant, counted down; `onEnd` once it is over. */
function useCountdown(until: string | null, onEnd: () => void): number {
  const left = (): number =>
    until === null ? 0 : Math.max(0, Math.ceil((Date.parse(until) - Date.now()) / SECOND_MS));
  const [seconds, setSeconds] = useState(left);
  useEffect(() => {
    if (until === null) return;
    setSeconds(left());
    const timer = setInterval(() => {
      setSeconds(left());
      if (left() > 0) return;
      clearInterval(timer);
      onEnd();
    }, SECOND_MS);
    return () => clearInterval(timer);
    // The functions are made anew at each drawing; only another end is another countdown.
  }, [until]);
  return seconds;
}

/** Says above a record that it is open in an emergency, and for how long. */
export function EmergencyBanner({ residentId }: { residentId: string }) {
  const queryClient = useQueryClient();
  const { data } = useStanding(residentId);
  const until = data?.ground === 'emergency' ? data.until : null;
  const seconds = useCountdown(until, () => void queryClient.invalidateQueries({ queryKey: ['resident', residentId] }));
  if (until === null) return null;
  return (
    <Alert
      type="error"
      showIcon
      role="status"
      title="紧急查看中：看过的每一页都已记下，会有人复核"
      description={
        <span aria-hidden="true">
          还剩 {Math.floor(seconds / 60)}:{pad(seconds % 60)}，到时间自动关上
        </span>
      }
      style={{ marginBottom: 16 }}
    />
  );
}
