import { chartOf, saySeries, type TimedReading } from '@linkang/shared/domain/home-chart';
import { findTakenFault } from '@linkang/shared/domain/home-entry';
import { homeTables } from '@linkang/shared/domain/tables/home-all';
import { changed } from './table-change';

const reading = (day: number, values: TimedReading['values']): TimedReading => ({
  day: `2026-06-0${day}`,
  takenAt: `2026-06-0${day}T00:00:00.000Z`,
  values,
});
const limits = { sbpLimit: 135, dbpLimit: 85, fastingLimit: 7, otherLimit: 10 };

describe('a chart of blood pressure', () => {
  const chart = chartOf(
    homeTables.bloodPressure,
    [reading(3, { sbp: 150, dbp: 90 }), reading(1, { sbp: 130, dbp: 80 })],
    limits,
  );

  test('shows both numbers from the first day to the last, each with its band', () => {
    expect(chart?.series.map(({ name, points }) => [name, points.map(({ x, value }) => [x, value])])).toEqual([
      [
        '高压',
        [
          [0, 130],
          [1, 150],
        ],
      ],
      [
        '低压',
        [
          [0, 80],
          [1, 90],
        ],
      ],
    ]);
    expect(chart?.series.map(({ band }) => [band?.low, band?.high])).toEqual([
      [90, 135],
      [60, 85],
    ]);
    expect([chart?.fromDay, chart?.toDay]).toEqual(['2026-06-01', '2026-06-03']);
  });

  test('places values and lines between the ticks', () => {
    expect(chart?.ticks.map(({ value }) => value)).toEqual([50, 100, 150]);
    expect(chart?.series[0]?.points[0]?.y).toBeCloseTo(0.8);
    expect(chart?.series[0]?.band).toMatchObject({ from: 0.4, to: 0.85 });
    for (const { y } of chart?.series.flatMap(({ points }) => points) ?? []) {
      expect(y).toBeGreaterThanOrEqual(0);
      expect(y).toBeLessThanOrEqual(1);
    }
  });

  test('says it in words', () => {
    expect(chart?.series.map(saySeries)).toEqual([
      '高压量了2次，在130到150之间，最近一次150mmHg，目标低于135，超出1次。',
      '低压量了2次，在80到90之间，最近一次90mmHg，目标低于85，超出1次。',
    ]);
  });

  test('follows the table', () => {
    const table = changed(homeTables.bloodPressure, ['bands', 0, 'low'], 100);
    expect(chartOf(table, [reading(1, { sbp: 130, dbp: 80 })], limits)?.series[0]?.band?.low).toBe(100);
  });
});

test('glucose is shown by when it was measured, weight without a band, and nothing where nothing is', () => {
  const glucose = chartOf(
    homeTables.glucose,
    [reading(1, { glucose: 6.8, moment: 'fasting' }), reading(2, { glucose: 9.1, moment: 'afterMeal' })],
    limits,
  );
  expect(glucose?.series.map(({ name, points }) => [name, points.map(({ value }) => value)])).toEqual([
    ['空腹血糖', [6.8]],
    ['其他时间的血糖', [9.1]],
  ]);
  const weight = chartOf(homeTables.weight, [reading(1, { weight: 60 })], {});
  expect(weight?.series[0]).not.toHaveProperty('band');
  expect(weight?.ticks.length).toBeGreaterThan(1);
  expect(weight?.series[0]?.points[0]?.x).toBe(0.5);
  expect(chartOf(homeTables.weight, [], {})).toBeUndefined();
});

test.each([
  ['2026-06-04T04:10:00.000Z', undefined],
  ['2026-06-04T04:11:00.000Z', 'FUTURE'],
  ['2026-05-27T16:00:00.000Z', undefined],
  ['2026-05-27T15:59:59.000Z', 'TOO_OLD'],
])('a reading of %s: %s', (takenAt, fault) => {
  expect(findTakenFault(new Date(takenAt), new Date('2026-06-04T04:00:00.000Z'))).toBe(fault);
});
