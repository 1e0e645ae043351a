import type { Measurement } from '@linkang/shared/api/measurement.routes';
import { chartOf, saySeries, type Chart, type ChartSeries } from '@linkang/shared/domain/home-chart';
import type { HomeKind } from '@linkang/shared/domain/home-table';
import { homeTables } from '@linkang/shared/domain/tables/home-all';
import { dayText } from '../../components/words';
import './measurement.css';

const WIDTH = 760;
const HEIGHT = 260;
const LEFT = 48;
const EDGE = 16;
const FOOT = 28;

const xOf = (x: number): number => LEFT + EDGE + x * (WIDTH - LEFT - 2 * EDGE);
const yOf = (y: number): number => EDGE + (1 - y) * (HEIGHT - EDGE - FOOT);

function Series({ series, index }: { series: ChartSeries; index: number }) {
  const { band, points } = series;
  const line = points.map(({ x, y }) => `${xOf(x)},${yOf(y)}`).join(' ');
  return (
    <g className={`chart-series-${index}`}>
      {band && (
        <rect
          className="chart-band"
          x={LEFT}
          width={WIDTH - LEFT}
          y={yOf(band.to)}
          height={yOf(band.from) - yOf(band.to)}
        />
      )}
      <polyline className="chart-line" points={line} />
      {points.map(({ x, y, takenAt }) =>
        index === 0 ? (
          <circle key={takenAt} className="chart-point" cx={xOf(x)} cy={yOf(y)} r={5} />
        ) : (
          <rect key={takenAt} className="chart-point" x={xOf(x) - 5} y={yOf(y) - 5} width={10} height={10} />
        ),
      )}
    </g>
  );
}

function Drawing({ chart }: { chart: Chart }) {
  return (
    <>
      {chart.ticks.map(({ value, y }) => (
        <g key={value}>
          <line className="chart-grid" x1={LEFT} x2={WIDTH} y1={yOf(y)} y2={yOf(y)} />
          <text className="chart-text" x={LEFT - 8} y={yOf(y) + 5} textAnchor="end">
            {value}
          </text>
        </g>
      ))}
      {chart.series.map((series, index) => (
        <Series key={series.name} series={series} index={index} />
      ))}
      <text className="chart-text" x={LEFT} y={HEIGHT - 6}>
        {dayText(chart.fromDay)}
      </text>
      <text className="chart-text" x={WIDTH} y={HEIGHT - 6} textAnchor="end">
        {dayText(chart.toDay)}
      </text>
    </>
  );
}

interface ReadingChartProps {
  kind: HomeKind;
  items: readonly Measurement[];
  limits: Readonly<Record<string, number>>;
}

/** Readings over time with the band in which they should lie; the same in words beneath. */
export function ReadingChart({ kind, items, limits }: ReadingChartProps) {
  const kept = items.filter(({ status }) => status === 'kept');
  const chart = chartOf(homeTables[kind], kept, limits);
  if (!chart) return null;
  return (
    <figure className="chart-figure">
      <svg
        className="chart-svg"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`${homeTables[kind].name}的变化`}
      >
        <Drawing chart={chart} />
      </svg>
      <figcaption>
        {chart.series.map((series, index) => (
          <p key={series.name}>
            <span className={`chart-mark chart-series-${index}`} aria-hidden="true" /> {saySeries(series)}
          </p>
        ))}
      </figcaption>
    </figure>
  );
}
