import { View } from '@tarojs/components';
import type { CSSProperties, ReactNode } from 'react';
import type { Measurement } from '@linkang/shared/api/measurement.routes';
import { sayDay } from '@linkang/shared/domain/clinic-day';
import { chartOf, saySeries, type ChartSeries } from '@linkang/shared/domain/home-chart';
import type { HomeKind } from '@linkang/shared/domain/home-table';
import { homeTables } from '@linkang/shared/domain/tables/home-all';
import { aria, hidden } from '@/components/a11y';
import '../measurement.scss';

const percent = (part: number): string => `${Math.round(part * 1000) / 10}%`;

const bandStyle = ({ band }: ChartSeries): CSSProperties =>
  band ? { bottom: percent(band.from), height: percent(band.to - band.from) } : {};

/** The values of one sort: its band, and a mark for each, whose shape tells the sorts apart. */
const Series = ({ series, index }: { series: ChartSeries; index: number }): ReactNode => (
  <>
    {series.band ? <View className={`chart-band is-${index}`} style={bandStyle(series)} /> : null}
    {series.points.map(({ x, y, takenAt }) => (
      <View key={takenAt} className={`chart-point is-${index}`} style={{ left: percent(x), bottom: percent(y) }} />
    ))}
  </>
);

const Legend = ({ series }: { series: readonly ChartSeries[] }): ReactNode => (
  <View className="chart-legend" {...hidden}>
    {series.map(({ name, band }, index) => (
      <View key={name} className="chart-key">
        <View className={`chart-mark is-${index}`} />
        <View>{band?.high === undefined ? name : `${name}（目标低于${band.high}）`}</View>
      </View>
    ))}
  </View>
);

interface ReadingChartProps {
  kind: HomeKind;
  items: readonly Measurement[];
  limits: Readonly<Record<string, number>>;
}

/** Readings over time with the band in which they should lie; the same in words beneath. */
export function ReadingChart({ kind, items, limits }: ReadingChartProps): ReactNode {
  const kept = items.filter(({ status }) => status === 'kept');
  const chart = chartOf(homeTables[kind], kept, limits);
  if (!chart) return null;
  const words = chart.series.map(saySeries);
  return (
    <View className="chart-box">
      <Legend series={chart.series} />
      <View className="chart" {...aria('img', { 'aria-label': `${homeTables[kind].name}图。${words.join('')}` })}>
        {chart.ticks.map(({ value, y }) => (
          <View key={value} className="chart-tick" style={{ bottom: percent(y) }} {...hidden}>
            <View className="chart-number">{value}</View>
            <View className="chart-line" />
          </View>
        ))}
        <View className="chart-field" {...hidden}>
          {chart.series.map((series, index) => (
            <Series key={series.name} series={series} index={index} />
          ))}
        </View>
      </View>
      <View className="chart-days" {...hidden}>
        <View>{sayDay(chart.fromDay)}</View>
        {chart.toDay === chart.fromDay ? null : <View>{sayDay(chart.toDay)}</View>}
      </View>
      {words.map((sentence) => (
        <View key={sentence} className="note">
          {sentence}
        </View>
      ))}
    </View>
  );
}
