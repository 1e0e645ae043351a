import { addDays } from '@linkang/shared/domain/clinic-day';
import { Button, DatePicker, Select } from 'antd';
import dayjs from 'dayjs';
import { useServices } from '../../api/use-centre';
import { todayDay } from '../../components/words';
import type { SessionFilterValue } from './use-session-filter';

/** The API gives at most 31 days at once. */
const MAX_SPAN_DAYS = 31;
const DAY_FORMAT = 'YYYY-MM-DD';

interface SessionFilterProps {
  filter: SessionFilterValue;
  onChange: (filter: SessionFilterValue) => void;
}

/** Spans of days that are asked for most. */
const shortcuts = [
  { name: '今天', from: 0, to: 0 },
  { name: '明天', from: 1, to: 1 },
  { name: '一周', from: 0, to: 6 },
  { name: '两周', from: 0, to: 13 },
] as const;

/** Days and service of the list. */
export function SessionFilter({ filter, onChange }: SessionFilterProps) {
  const services = useServices();
  const today = todayDay();
  return (
    <div className="toolbar">
      <DatePicker.RangePicker
        aria-label="日期范围"
        allowClear={false}
        format={DAY_FORMAT}
        value={[dayjs(filter.fromDay), dayjs(filter.toDay)]}
        disabledDate={(date, { from }) => (from ? Math.abs(date.diff(from, 'days')) > MAX_SPAN_DAYS : false)}
        onChange={(days) => {
          const [first, last] = days ?? [];
          if (first && last) onChange({ ...filter, fromDay: first.format(DAY_FORMAT), toDay: last.format(DAY_FORMAT) });
        }}
      />
      {shortcuts.map(({ name, from, to }) => {
        const days = { fromDay: addDays(today, from), toDay: addDays(today, to) };
        const chosen = days.fromDay === filter.fromDay && days.toDay === filter.toDay;
        return (
          <Button
            key={name}
            aria-pressed={chosen}
            {...(chosen ? { color: 'primary', variant: 'outlined' } : {})}
            onClick={() => onChange({ ...filter, ...days })}
          >
            {name}
          </Button>
        );
      })}
      <Select
        aria-label="服务"
        style={{ width: 200, marginLeft: 'auto' }}
        value={filter.serviceCode ?? ''}
        loading={services.isPending}
        options={[
          { value: '', label: '全部服务' },
          ...(services.data?.items ?? []).map(({ code, name }) => ({ value: code, label: name })),
        ]}
        onChange={(code: string) => {
          const { fromDay, toDay } = filter;
          onChange({ fromDay, toDay, ...(code ? { serviceCode: code } : {}) });
        }}
      />
    </div>
  );
}
