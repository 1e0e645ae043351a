import { figuresOf, hourFiguresOf, type TimeCount } from '@linkang/shared/domain/time-figures';

const row = (seconds: number, count = 1, hour = 8, weekday = 4): TimeCount => ({ weekday, hour, seconds, count });
const NOTHING = { count: null, medianSeconds: null, p90Seconds: null, within: null };

test('half and nine of ten needed no longer, and a limit counts those who needed exactly that', () => {
  const counts = Array.from({ length: 10 }, (_, i) => row((i + 1) * 60));
  expect(figuresOf(counts, 180)).toEqual({ count: 10, medianSeconds: 300, p90Seconds: 540, within: 0.3 });
  expect(figuresOf([row(60, 9), row(600, 1)], 60)).toEqual({
    count: 10,
    medianSeconds: 60,
    p90Seconds: 60,
    within: 0.9,
  });
});

test('nobody is nobody, and fewer than five are not told', () => {
  expect(figuresOf([], 60)).toEqual({ ...NOTHING, count: 0 });
  expect(figuresOf([row(60, 4)], 60)).toEqual(NOTHING);
  expect(figuresOf([row(60, 5)], 60).count).toBe(5);
});

describe('by hour', () => {
  const countsOf = (counts: TimeCount[]) => hourFiguresOf(counts, 60).map(({ hour, count }) => [hour, count]);

  test('the hours stand in their order, by weekday first', () => {
    const counts = [row(60, 5, 14, 1), row(60, 6, 8, 2), row(60, 7, 9, 1)];
    expect(hourFiguresOf(counts, 60).map(({ weekday, hour }) => [weekday, hour])).toEqual([
      [1, 9],
      [1, 14],
      [2, 8],
    ]);
  });
  test('an hour of few says nothing, and takes the next smallest with it', () => {
    expect(countsOf([row(60, 4, 8), row(60, 5, 9), row(60, 6, 10)])).toEqual([
      [8, null],
      [9, null],
      [10, 6],
    ]);
  });
  test('hours of few that are enough together cannot be told apart', () => {
    expect(countsOf([row(60, 2, 8), row(60, 3, 9), row(60, 6, 10)])).toEqual([
      [8, null],
      [9, null],
      [10, 6],
    ]);
  });
});
