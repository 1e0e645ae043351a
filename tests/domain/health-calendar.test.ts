import { weekdayNumberOf } from '@linkang/shared/domain/clinic-day';
import { healthDaysOf, healthMonthsOf, nthWeekdayOf } from '@linkang/shared/domain/health-calendar';
import { healthDays } from '@linkang/shared/domain/tables/health-days';

const dayOfName = (year: number, name: string): string | undefined =>
  healthDaysOf(year).find((line) => line.name === name)?.day;

it.each([
  [2025, '2025-11-19'],
  [2026, '2026-11-18'],
  [2027, '2027-11-17'],
  [2028, '2028-11-15'],
])('the COPD day of %d is the third Wednesday of November', (year, day) => {
  expect(dayOfName(year, '世界慢阻肺日')).toBe(day);
});

it.each([
  [2026, 11, 7, 1, '2026-11-01'],
  [2026, 6, 1, 1, '2026-06-01'],
  [2026, 2, 7, 4, '2026-02-22'],
  [2024, 2, 4, 5, '2024-02-29'],
])('the weekday %#: %d-%d, weekday %d, the %d. is %s', (year, month, weekday, n, day) => {
  expect(nthWeekdayOf(year, month, weekday, n)).toBe(day);
  expect(weekdayNumberOf(day)).toBe(weekday % 7);
});

it('gives every line of the table once a year, in order', () => {
  const days = healthDaysOf(2026);
  expect(days).toHaveLength(healthDays.days.length);
  expect(days.map(({ day }) => day)).toEqual(days.map(({ day }) => day).sort());
  expect(dayOfName(2026, '世界高血压日')).toBe('2026-05-17');
  expect(days.find(({ name }) => name === '全国肿瘤防治宣传周')).toEqual({
    name: '全国肿瘤防治宣传周',
    day: '2026-04-15',
    endDay: '2026-04-21',
    confidence: 'high',
  });
  expect(days.find(({ name }) => name === '世界青光眼日')?.confidence).toBe('check');
});

it('knows the months with their last day', () => {
  expect(healthMonthsOf(2026).map(({ name, day, endDay }) => [name, day, endDay])).toEqual([
    ['爱国卫生月', '2026-04-01', '2026-04-30'],
    ['全民健康生活方式宣传月', '2026-09-01', '2026-09-30'],
    ['敬老月', '2026-10-01', '2026-10-31'],
  ]);
});
