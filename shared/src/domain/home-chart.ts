import type { DayReading } from './home-measurement';
import type { HomeTable } from './home-table';
import { holds, type Facts } from './rule-table';

/** A reading with the instant at which it was taken. */
export interface TimedReading extends DayReading {
  takenAt: string;
}

/** One value of a series, placed: both parts from 0 to 1, from the left and from below. */
export interface ChartPoint {
  x: number;
  y: number;
  value: number;
  takenAt: string;
}

/** Values of one sort in the order of time, with the band in which they should lie. */
export interface ChartSeries {
  name: string;
  unit: string;
  points: readonly ChartPoint[];
  band?: { from: number; to: number; low?: number; high?: number };
}

/** What both front ends draw. */
export interface Chart {
  series: readonly ChartSeries[];
  /** Numbers beside the chart, the lowest first, each with its place from below. */
  ticks: readonly { value: number; y: number }[];
  fromDay: string;
  toDay: string;
}

interface RawSeries {
  name: string;
  unit: string;
  rows: readonly { takenAt: string; value: number }[];
  low?: number;
  high?: number;
}

/** Values that are chosen, such as the moment of a glucose, for the condition of a band. */
const factsOf = ({ values }: TimedReading): Facts =>
  Object.fromEntries(
    Object.entries(values).flatMap(([code, value]) =>
      typeof value === 'object' || value === undefined ? [] : [[code, value]],
    ),
  );

function rawSeries(
  table: HomeTable,
  readings: readonly TimedReading[],
  limits: Readonly<Record<string, number>>,
): RawSeries[] {
  return table.bands.flatMap(({ name, field, when, low, limit }) => {
    const rows = readings
      .filter((reading) => typeof reading.values[field] === 'number' && (!when || holds(when, factsOf(reading))))
      .map(({ takenAt, values }) => ({ takenAt, value: values[field] as number }))
      .sort((a, b) => a.takenAt.localeCompare(b.takenAt));
    if (rows.length === 0) return [];
    const high = limit === undefined ? undefined : limits[limit];
    const unit = table.fields.find(({ code }) => code === field)?.unit ?? '';
    return [{ name, unit, rows, ...(low === undefined ? {} : { low }), ...(high === undefined ? {} : { high }) }];
  });
}

/** Steps between the numbers beside a chart. */
const STEPS = [0.5, 1, 2, 5, 10, 20, 50, 100];
const MAX_TICKS = 6;

/** Round numbers that hold all values between the first and the last of them. */
function ticksOf(values: readonly number[]): number[] {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const step = STEPS.find((size) => (most - least) / size <= MAX_TICKS - 2) ?? 100;
  const first = Math.floor(least / step) * step;
  const count = Math.max(1, Math.ceil((most - first) / step));
  return Array.from({ length: count + 1 }, (_, index) => Math.round((first + index * step) * 10) / 10);
}

const isNumber = (value: number | undefined): value is number => value !== undefined;

function placed(series: RawSeries, xOf: (takenAt: string) => number, yOf: (value: number) => number): ChartSeries {
  const { name, unit, rows, low, high } = series;
  const points = rows.map(({ takenAt, value }) => ({ x: xOf(takenAt), y: yOf(value), value, takenAt }));
  if (low === undefined && high === undefined) return { name, unit, points };
  return {
    name,
    unit,
    points,
    band: {
      from: low === undefined ? 0 : yOf(low),
      to: high === undefined ? 1 : yOf(high),
      ...(low === undefined ? {} : { low }),
      ...(high === undefined ? {} : { high }),
    },
  };
}

/**
 * Places readings and their target bands on a chart; undefined when there is nothing to draw.
 * @param limits the lines that hold for the person, see `limitsFor`
 */
export function chartOf(
  table: HomeTable,
  readings: readonly TimedReading[],
  limits: Readonly<Record<string, number>>,
): Chart | undefined {
  const raw = rawSeries(table, readings, limits);
  if (raw.length === 0) return undefined;
  const ticks = ticksOf(
    raw.flatMap(({ rows, low, high }) => [...rows.map(({ value }) => value), ...[low, high].filter(isNumber)]),
  );
  const [bottom, top] = [ticks[0] ?? 0, ticks.at(-1) ?? 1];
  const yOf = (value: number): number => (value - bottom) / (top - bottom);
  const times = raw.flatMap(({ rows }) => rows.map(({ takenAt }) => Date.parse(takenAt)));
  const [start, end] = [Math.min(...times), Math.max(...times)];
  const xOf = (takenAt: string): number => (end === start ? 0.5 : (Date.parse(takenAt) - start) / (end - start));
  const days = readings.map(({ day }) => day).sort();
  return {
    series: raw.map((series) => placed(series, xOf, yOf)),
    ticks: ticks.map((value) => ({ value, y: yOf(value) })),
    fromDay: days[0] ?? '',
    toDay: days.at(-1) ?? '',
  };
}

/** A series in words, for those who cannot see the chart: how many, from where to where, the last. */
export function saySeries({ name, unit, points, band }: ChartSeries): string {
  const values = points.map(({ value }) => value);
  const last = values.at(-1);
  const outside = band
    ? values.filter((value) => value < (band.low ?? -Infinity) || value >= (band.high ?? Infinity)).length
    : 0;
  const spread = values.length > 1 ? `，在${Math.min(...values)}到${Math.max(...values)}之间` : '';
  const target = band?.high === undefined ? '' : `，目标低于${band.high}，超出${outside}次`;
  return `${name}量了${values.length}次${spread}，最近一次${String(last)}${unit}${target}。`;
}
