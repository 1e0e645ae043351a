import { ScrollView, View } from '@tarojs/components';
import { useState, type ReactNode } from 'react';
import { sayDay, weekdayOf } from '@linkang/shared/domain/clinic-day';
import { isH5 } from '@/platform';
import { aria, press, rove, spokenName } from './a11y';
import { Icon } from './icon';

/** A day of the strip with what can be had on it. */
export interface StripDay {
  day: string;
  /** In words: 余3, 已满, 停诊, 未放号, 无号. */
  word: string;
  isOpen: boolean;
}

interface DayStripProps {
  label: string;
  days: readonly StripDay[];
  value: string;
  onChange: (day: string) => void;
}

const PAGE_DAYS = 4;
const idOf = (day: string): string => `day-${day}`;
const shortDay = (day: string): string => `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`;
/** 余3号, so that the number is not taken for a date. */
const withUnit = (word: string): string => (/\d$/.test(word) ? `${word}号` : word);

/** Days side by side, each with weekday, date and what is left. Two buttons move on: no swiping needed. */
export function DayStrip({ label, days, value, onChange }: DayStripProps): ReactNode {
  const [first, setFirst] = useState(0);
  const lastFirst = Math.max(0, days.length - PAGE_DAYS);
  const scrollTo = (index: number): void => {
    const at = Math.min(Math.max(index, 0), lastFirst);
    setFirst(at);
    const day = days[at]?.day;
    if (isH5 && day) document.getElementById(idOf(day))?.scrollIntoView({ inline: 'start', block: 'nearest' });
  };
  const pick = (index: number): void => {
    const picked = days[index];
    if (picked) onChange(picked.day);
  };
  const firstDay = days[first]?.day;
  // Asked here and not by `isH5`, so that the build for the browser leaves the other one out.
  const Strip = process.env.TARO_ENV === 'h5' ? View : ScrollView;
  const scrolling = isH5
    ? {}
    : { scrollX: true, scrollWithAnimation: true, ...(firstDay ? { scrollIntoView: idOf(firstDay) } : {}) };
  return (
    <View>
      <Strip className="days" {...scrolling} {...aria('radiogroup', { 'aria-label': label })}>
        {days.map((row, index) => (
          <View
            key={row.day}
            id={idOf(row.day)}
            className={`day${row.day === value ? ' is-on' : ''}${row.isOpen ? '' : ' is-closed'}`}
            {...aria('radio', {
              'aria-checked': row.day === value,
              ...spokenName(`${sayDay(row.day)} ${withUnit(row.word)}`),
            })}
            {...rove({ index, count: days.length, isChosen: row.day === value, pick })}
          >
            <View className="day-date">{shortDay(row.day)}</View>
            <View className="day-week">{weekdayOf(row.day)}</View>
            <View className="day-word">{withUnit(row.word)}</View>
          </View>
        ))}
      </Strip>
      <View className="days-move">
        <View
          className={`days-button${first === 0 ? ' is-off' : ''}`}
          {...aria('button', { 'aria-disabled': first === 0 || undefined })}
          {...press(() => scrollTo(first - PAGE_DAYS), first === 0)}
        >
          <Icon name="back" />
          <View>前几天</View>
        </View>
        <View
          className={`days-button${first >= lastFirst ? ' is-off' : ''}`}
          {...aria('button', { 'aria-disabled': first >= lastFirst || undefined })}
          {...press(() => scrollTo(first + PAGE_DAYS), first >= lastFirst)}
        >
          <View>后几天</View>
          <Icon name="next" />
        </View>
      </View>
    </View>
  );
}
