import { Alert, Input, type InputRef } from 'antd';
import { useMutation } from '@tanstack/react-query';
import type { Booking } from '@linkang/shared/api/booking.routes';
import { useEffect, useRef, useState } from 'react';
import { ApiError, errorText } from '../../api/api-error';
import { queueApi } from '../../api/clients';

/** The field that the scanner types into. */
export const SCAN_FIELD_ID = 'scan-code';

interface ScanFieldProps {
  /** Name of the person in the list, where the list has them. */
  nameOf: (bookingId: string) => string | undefined;
  onArrived: (booking: Booking) => void;
}

const whereOf = (booking: Booking): string =>
  [booking.serviceName, booking.startTime, booking.place].filter(Boolean).join(' · ');

/** Takes what the scanner types: a USB scanner is a keyboard that presses Enter at the end. */
export function ScanField({ nameOf, onArrived }: ScanFieldProps) {
  const [code, setCode] = useState('');
  const field = useRef<InputRef>(null);
  useEffect(() => {
    // The list may come while somebody is choosing a room already.
    const active = document.activeElement;
    if (!active || active === document.body || active.id === 'main') field.current?.focus();
  }, []);
  const scan = useMutation({
    mutationFn: (scanned: string) => queueApi.scan({ body: { code: scanned } }),
    onSuccess: onArrived,
    onError: (error) => {
      if (error instanceof ApiError && error.conflict) onArrived(error.conflict as Booking);
    },
  });
  const submit = (): void => {
    const scanned = code.replace(/\s/g, '');
    setCode('');
    if (scanned) scan.mutate(scanned);
  };
  return (
    <div className="scan">
      <label htmlFor={SCAN_FIELD_ID}>扫居民的报到码或报到卡</label>
      <Input
        id={SCAN_FIELD_ID}
        data-page-search
        ref={field}
        value={code}
        inputMode="numeric"
        autoComplete="off"
        placeholder="把光标放在这里，对准手机或卡上的码扫一下"
        onChange={(event) => setCode(event.target.value)}
        onPressEnter={submit}
      />
      <div role="status">
        {scan.isSuccess && (
          <Alert
            type="success"
            showIcon
            title={`${scan.data.number}号 ${nameOf(scan.data.id) ?? ''} 已签到`}
            description={whereOf(scan.data)}
          />
        )}
        {scan.isError && <Alert type="error" showIcon title={scanProblem(scan.error)} />}
      </div>
    </div>
  );
}

/** A conflict at the scanner nearly always is somebody who scans twice. */
const scanProblem = (error: unknown): string => {
  if (!(error instanceof ApiError) || error.code !== 'STATE_CONFLICT') {
    return error instanceof ApiError && error.code === 'VALIDATION_FAILED'
      ? '这不是报到码，请让居民打开“预约详情”里的码，或拿出报到卡'
      : errorText(error);
  }
  const booking = error.conflict as Booking | undefined;
  return booking ? `${booking.number}号已经签到过了` : errorText(error);
};
