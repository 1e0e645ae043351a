import { isDay } from './clinic-day';
import { ADDRESS_MAX, cleanPhone, NAME_MAX, namePattern, phonePattern } from './person-fields';

/** What of their data people may ask to have corrected (个人信息保护法 第四十六条). */
export const correctionFields = {
  name: '姓名',
  birthDay: '出生日期',
  sex: '性别',
  phone: '电话',
  address: '住址',
  record: '一条就诊或随访记录',
} as const;

/** One of them. */
export type CorrectionField = keyof typeof correctionFields;

/** Working days within which the centre answers. */
export const CORRECTION_WORKING_DAYS = 15;

/** The longest reason, and the longest answer. */
export const CORRECTION_WORDS_MAX = 300;

/** The longest amendment of a record. */
export const AMENDMENT_MAX = 500;

/** Faults of what somebody says is right, by code. */
export const correctionFaults = {
  EMPTY: '请填写正确的内容',
  TOO_LONG: '写得太长了，请缩短',
  NAME: '姓名只能用文字，请和证件上一致',
  DAY: '请按“1950-04-08”这样填写出生日期',
  FUTURE: '出生日期不能晚于今天',
  SEX: '请选择男或女',
  PHONE: '电话号码不对，请写11位手机号，或带区号的座机号',
} as const;

/** A code of them. */
export type CorrectionFault = keyof typeof correctionFaults;

const lengthFault = (text: string, max: number): CorrectionFault | null => (text.length > max ? 'TOO_LONG' : null);

function birthDayFault(text: string, today: string): CorrectionFault | null {
  if (!isDay(text)) return 'DAY';
  return text > today ? 'FUTURE' : null;
}

const checks: Record<CorrectionField, (text: string, today: string) => CorrectionFault | null> = {
  name: (text) => lengthFault(text, NAME_MAX) ?? (namePattern.test(text) ? null : 'NAME'),
  birthDay: birthDayFault,
  sex: (text) => (text === 'male' || text === 'female' ? null : 'SEX'),
  phone: (text) => (phonePattern.test(text) ? null : 'PHONE'),
  address: (text) => lengthFault(text, ADDRESS_MAX),
  record: (text) => lengthFault(text, AMENDMENT_MAX),
};

/** What somebody says is right, as it is kept. */
export const cleanCorrection = (field: CorrectionField, typed: string): string =>
  field === 'phone' ? cleanPhone(typed) : typed.trim();

/** What is wrong with it, cleaned; null when it may be asked for. */
export const findCorrectionFault = (field: CorrectionField, right: string, today: string): CorrectionFault | null =>
  right === '' ? 'EMPTY' : checks[field](right, today);
