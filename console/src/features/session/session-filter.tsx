import { addDays } from '@linkang/shared/domain/clinic-day';
import { Button } from 'antd';
import { DayRangePicker } from '../../components/day-range-picker';
import { ServiceSelect } from '../../components/service-select';
import { todayDay } from '../../components/words';
import type { SessionFilterValue } from './use-session-filter';

/** The API gives at most 31 days at once. */
const MAX_SPAN_DAYS = 31;

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
  const today = todayDay();
  return (
    <div className="toolbar">
      <DayRangePicker days={filter} maxSpanDays={MAX_SPAN_DAYS} onChange={(days) => onChange({ ...filter, ...days })} />
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
      <ServiceSelect
        code={filter.serviceCode}
        style={{ marginLeft: 'auto' }}
        onChange={(serviceCode) => {
          const { fromDay, toDay } = filter;
          onChange({ fromDay, toDay, ...(serviceCode ? { serviceCode } : {}) });
        }}
      />
    </div>
  );
}
