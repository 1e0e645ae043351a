import { useQueryClient } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useEffect, useState } from 'react';
import { useStanding } from './use-standing';

const SECOND_MS = 1000;

const pad = (value: number): string => String(value).padStart(2, '0');
const secondsUntil = (until: string): number => Math.max(0, Math.ceil((Date.parse(until) - Date.now()) / SECOND_MS));

/** Seconds until an instant, counted down; once it is over the person is read anew. */
function useCountdown(until: string | null, residentId: string): number {
  const queryClient = useQueryClient();
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    if (until === null) return;
    const tick = (): void => {
      setSeconds(secondsUntil(until));
      if (secondsUntil(until) > 0) return;
      clearInterval(timer);
      void queryClient.invalidateQueries({ queryKey: ['resident', residentId] });
    };
    const timer = setInterval(tick, SECOND_MS);
    setSeconds(secondsUntil(until));
    return () => clearInterval(timer);
  }, [until, residentId, queryClient]);
  return seconds;
}

/** Says above a record that it is open in an emergency, and for how long. */
export function EmergencyBanner({ residentId }: { residentId: string }) {
  const { data } = useStanding(residentId);
  const until = data?.ground === 'emergency' ? data.until : null;
  const seconds = useCountdown(until, residentId);
  if (until === null) return null;
  return (
    <Alert
      type="error"
      showIcon
      role="status"
      className="emergency-banner"
      title="紧急查看中：看过的每一页都已记下，会有人复核"
      description={
        <span aria-hidden="true">
          还剩 {Math.floor(seconds / 60)}:{pad(seconds % 60)}，到时间自动关上
        </span>
      }
    />
  );
}
