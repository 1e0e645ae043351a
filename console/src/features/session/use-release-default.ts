import type { FormInstance } from 'antd';
import { Form } from 'antd';
import dayjs from 'dayjs';
import { useEffect } from 'react';
import { useCentre } from '../../api/use-centre';
import { todayDay } from '../../components/words';
import type { SessionFormValues } from './session-form';

/** Fills in when seats usually open, as soon as a time is asked for; what was typed stays. */
export function useReleaseDefault(form: FormInstance<SessionFormValues>): void {
  const centre = useCentre();
  const usual = centre.data?.release;
  const later = Form.useWatch('release', form) === 'later';
  const day = Form.useWatch('day', form);
  useEffect(() => {
    if (!later || !usual || !day) return;
    const { releaseDay, releaseTime } = form.getFieldsValue(true) as SessionFormValues;
    const usualDay = day.subtract(usual.daysAhead, 'day');
    // Too late for the usual day: seats then open as soon as somebody decides.
    if (!releaseDay && usualDay.isBefore(dayjs(todayDay()), 'day')) return;
    form.setFieldsValue({
      releaseDay: releaseDay ?? usualDay,
      releaseTime: releaseTime ?? usual.time,
    });
  }, [form, later, usual, day]);
}
