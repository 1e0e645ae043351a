/** Headings of a list of days, in the order of the template. */
export const calendarColumns = {
  day: '日期',
  kind: '安排',
  name: '名称',
  weekday: '按星期几',
  serviceCode: '服务',
} as const;

/** What can be said of a day, as people write it. */
export const calendarKinds = { closed: '休息', working: '上班', usual: '照常' } as const;

/** Weekdays as people write them, by their number. */
export const weekdayNames = {
  1: '周一',
  2: '周二',
  3: '周三',
  4: '周四',
  5: '周五',
  6: '周六',
  7: '周日',
} as const;

/** Days that one list holds at most. */
export const MAX_CALENDAR_ROWS = 200;
