import { DatePicker } from 'antd';
import dayjs from 'dayjs';

const DAY_FORMAT = 'YYYY-MM-DD';

/** The days that a list is of, both included. */
export interface DayRange {
  fromDay: string;
  toDay: string;
}

interface DayRangePickerProps {
  days: DayRange;
  /** How far apart the first and the last may be. */
  maxSpanDays: number;
  /** Nothing later can be chosen. */
  latestDay?: string;
  onChange: (days: DayRange) => void;
}

/** The choice of a first and a last day. */
export function DayRangePicker({ days, maxSpanDays, latestDay, onChange }: DayRangePickerProps) {
  return (
    <DatePicker.RangePicker
      aria-label="日期范围"
      allowClear={false}
      format={DAY_FORMAT}
      value={[dayjs(days.fromDay), dayjs(days.toDay)]}
      disabledDate={(date, { from }) =>
        (latestDay !== undefined && date.isAfter(dayjs(latestDay), 'day')) ||
        (from ? Math.abs(date.diff(from, 'days')) > maxSpanDays : false)
      }
      onChange={(chosen) => {
        const [first, last] = chosen ?? [];
        if (first && last) onChange({ fromDay: first.format(DAY_FORMAT), toDay: last.format(DAY_FORMAT) });
      }}
    />
  );
}
