import type { CalendarEntry, PlannedOutcome, Template } from '@linkang/shared/api/schedule.routes';
import { weekdayNames } from '@linkang/shared/domain/calendar-list';

type Word = readonly [text: string, tone: 'good' | 'wait' | 'bad' | 'calm'];

/** Weekdays to choose from. */
export const weekdayOptions = Object.entries(weekdayNames).map(([value, label]) => ({ value: Number(value), label }));

/** A weekday in words. */
export const weekdayText = (weekday: number): string => weekdayNames[weekday as keyof typeof weekdayNames] ?? '';

/** In which weeks something holds. */
export const weeksNames: Record<Template['weeks'], string> = { every: '每周', odd: '单周', even: '双周' };

/** What the calendar says of a day. */
export const kindWords: Record<CalendarEntry['kind'], Word> = {
  closed: ['休息', 'bad'],
  working: ['上班', 'good'],
  usual: ['照常', 'calm'],
};

/** What becomes of a planned session. */
export const outcomeWords: Record<PlannedOutcome, Word> = {
  open: ['将生成', 'good'],
  opened: ['已生成', 'good'],
  exists: ['已有', 'calm'],
  closed: ['休息', 'bad'],
  doctorBusy: ['医生冲突', 'wait'],
  gone: ['要改模板', 'wait'],
  past: ['时间已过', 'calm'],
};

/** What to do about planned sessions that will not be opened, where something can be done. */
export const outcomeNotes: Partial<Record<PlannedOutcome, string>> = {
  doctorBusy: '医生这段时间已有另一场，请改模板的时间或医生。',
  gone: '模板里的医生、诊室或服务已停用，请修改模板。',
};

/** From when to when a template holds. */
export const validityText = ({ validFromDay, validToDay }: Template): string =>
  validToDay === null ? `${validFromDay} 起` : `${validFromDay} 至 ${validToDay}`;

/** Who attends a template's sessions. */
export const attendedText = ({ doctorName, doctorId, visiting }: Template): string =>
  [doctorName ?? (doctorId === null ? null : '医生已停用'), visiting && `${visiting.hospital}（对口支援）`]
    .filter(Boolean)
    .join(' · ') || '—';
