import { Text, View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { hidden } from '@/components/a11y';
import type { YearBar } from '../report-words';

/** A value over the years: a line a year with the value beside its bar, so that nobody has to read the drawing. */
export const YearBars = ({ bars, unit }: { bars: readonly YearBar[]; unit: string }): ReactNode =>
  bars.length === 0 ? null : (
    <View className="year-bars">
      {bars.map(({ year, value, width, isNormal }) => (
        <View key={year} className="year-bar-line">
          <Text className="year-bar-year">{year}</Text>
          <View className="year-bar-track" {...hidden}>
            <View className={`year-bar${isNormal ? '' : ' is-off-range'}`} style={{ width: `${width}%` }} />
          </View>
          <Text className="year-bar-value">{`${value}${unit}${isNormal ? '' : ' 异常'}`}</Text>
        </View>
      ))}
    </View>
  );
