import { roleNames as roles } from '@linkang/shared/domain/staff-csv';
import type { StaffRight } from '@linkang/shared/domain/staff-roles';
import { dayOf, sayDay, timeOf, yearOf } from '@linkang/shared/domain/clinic-day';

/** Today in Shanghai. */
export const todayDay = (): string => dayOf(new Date());

/** A day in words, with the year where it is not this one: `6月4日 周四`. */
export const dayText = (day: string): string => sayDay(day, yearOf(todayDay()));

/** An instant in words: `6月4日 周四 09:00`. */
export const instantText = (instant: string): string => {
  const date = new Date(instant);
  return `${dayText(dayOf(date))} ${timeOf(date)}`;
};

/** Start and end of something on a day: `09:00–10:00`. */
export const spanText = (span: { startTime: string; endTime: string }): string => `${span.startTime}–${span.endTime}`;

/** Roles in words. */
export const roleNames: Record<string, string> = roles;

/** Rights besides the roles in words. */
export const rightNames: Record<StaffRight, string> = {
  sensitiveFlags: '查看和设置敏感标记',
  massExport: '申请导出名单',
  importRecords: '导入健康档案',
};

/** Sex in words. */
export const sexNames = { male: '男', female: '女' } as const;

/** What a guardian is to a child, in words. */
export const guardianNames = { mother: '母亲', father: '父亲', guardian: '其他监护人' } as const;
