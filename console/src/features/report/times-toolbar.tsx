import { daysBetween } from '@linkang/shared/domain/clinic-day';
import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { doctorApi, sessionApi } from '../../api/clients';
import { DayRangePicker } from '../../components/day-range-picker';
import { ServiceSelect } from '../../components/service-select';
import { dayText, spanText } from '../../components/words';
import { bookingLimits, MAX_SPAN_DAYS, waitingLimits, type TimesFilter } from './use-times-filter';

/** A single session is chosen among those of few days. */
const SESSION_SPAN_DAYS = 6;
const MAX_SESSIONS = 100;

interface TimesToolbarProps {
  filter: TimesFilter;
  onChange: (filter: TimesFilter) => void;
}

/** The filter with one thing changed; what is empty goes. */
function changed(filter: TimesFilter, name: 'serviceCode' | 'doctorId' | 'sessionId', value: string): TimesFilter {
  const next = { ...filter };
  // A session belongs to the days, the service and the doctor that were chosen before.
  delete next.sessionId;
  delete next[name];
  return value ? { ...next, [name]: value } : next;
}

function SessionSelect({ filter, onChange }: TimesToolbarProps) {
  const { fromDay, toDay, serviceCode, doctorId } = filter;
  const isFew = daysBetween(fromDay, toDay) <= SESSION_SPAN_DAYS;
  const query = {
    fromDay,
    toDay,
    limit: MAX_SESSIONS,
    ...(serviceCode ? { serviceCode } : {}),
    ...(doctorId ? { doctorId } : {}),
  };
  const sessions = useQuery({
    queryKey: ['times-sessions', query],
    queryFn: () => sessionApi.list({ query }),
    enabled: isFew,
  });
  const options = (sessions.data?.items ?? []).map((session) => ({
    value: session.id,
    label: `${dayText(session.day)} ${spanText(session)} ${session.serviceName}`,
  }));
  return (
    <Select
      aria-label="场次"
      style={{ width: 260 }}
      disabled={!isFew}
      loading={isFew && sessions.isPending}
      value={isFew ? (filter.sessionId ?? '') : ''}
      options={[{ value: '', label: isFew ? '全部场次' : '选一周以内，可以看单场' }, ...(isFew ? options : [])]}
      onChange={(value: string) => onChange(changed(filter, 'sessionId', value))}
    />
  );
}

/** Days, service, doctor, session, and the limits for the shares. */
export function TimesToolbar({ filter, onChange }: TimesToolbarProps) {
  const doctors = useQuery({
    queryKey: ['doctors', 'all'],
    queryFn: () => doctorApi.list({ query: { withInactive: 'true' } }),
  });
  const { sessionId: _, ...withoutSession } = filter;
  return (
    <div className="toolbar screen-only">
      <DayRangePicker
        days={filter}
        maxSpanDays={MAX_SPAN_DAYS}
        onChange={(days) => onChange({ ...withoutSession, ...days })}
      />
      <ServiceSelect
        code={filter.serviceCode}
        onChange={(code) => onChange(changed(filter, 'serviceCode', code ?? ''))}
      />
      <Select
        aria-label="医生"
        style={{ width: 150 }}
        value={filter.doctorId ?? ''}
        loading={doctors.isPending}
        options={[
          { value: '', label: '全部医生' },
          ...(doctors.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={(value: string) => onChange(changed(filter, 'doctorId', value))}
      />
      <SessionSelect filter={filter} onChange={onChange} />
      <Select
        aria-label="候诊以多少分钟为限"
        value={filter.waitingWithin}
        options={waitingLimits.map((value) => ({ value, label: `候诊 ${value} 分钟以内` }))}
        onChange={(waitingWithin: number) => onChange({ ...filter, waitingWithin })}
      />
      <Select
        aria-label="预约以多少分钟为限"
        value={filter.bookingWithin}
        options={bookingLimits.map((value) => ({ value, label: `预约 ${value} 分钟以内` }))}
        onChange={(bookingWithin: number) => onChange({ ...filter, bookingWithin })}
      />
    </div>
  );
}
