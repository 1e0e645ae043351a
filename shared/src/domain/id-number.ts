import { isDay } from './clinic-day';
import table from './data/id-number.json';

/** Why a resident ID number is refused, in the order in which the checks run. */
export type IdNumberFault = 'EMPTY' | 'LENGTH' | 'CHARSET' | 'REGION' | 'BIRTHDATE' | 'BIRTHDATE_RANGE' | 'CHECKSUM';

/** What a valid number says. The region is where it was first issued, never the living place. */
export type IdNumberResult =
  | { ok: true; idNumber: string; birthDay: string; sex: 'male' | 'female'; region: string }
  | { ok: false; reason: IdNumberFault };

/** A sentence for each fault, fit to show beside the field. */
export const idNumberFaultText: Record<IdNumberFault, string> = {
  EMPTY: '请输入身份证号码',
  LENGTH: '身份证号码应为18位',
  CHARSET: '身份证号码只能是数字，最后一位可以是X',
  REGION: '身份证号码前两位不正确，请核对',
  BIRTHDATE: '身份证号码中的出生日期不存在，请核对',
  BIRTHDATE_RANGE: '身份证号码中的出生日期超出范围，请核对',
  CHECKSUM: '身份证号码有误，请逐位核对',
};

/**
 * Checks an 18-character resident ID number (or residence permit 81/82/83) and reads birth day and sex.
 * County codes are not checked: they get abolished.
 * @param text what was typed; blanks around it and a small x are accepted
 * @param today the clinic day `YYYY-MM-DD`, the latest birth day allowed
 * @see GB 11643-1999 公民身份号码; check character by ISO 7064 MOD 11-2
 */
export function parseIdNumber(text: string, today: string): IdNumberResult {
  const fail = (reason: IdNumberFault): IdNumberResult => ({ ok: false, reason });
  const idNumber = (typeof text === 'string' ? text : '').trim().toUpperCase();
  if (idNumber === '') return fail('EMPTY');
  if (idNumber.length !== 18) return fail('LENGTH');
  if (!/^[0-9]{17}[0-9X]$/.test(idNumber)) return fail('CHARSET');
  if (!table.provinceCodes.includes(Number(idNumber.slice(0, 2)))) return fail('REGION');
  const birthDay = `${idNumber.slice(6, 10)}-${idNumber.slice(10, 12)}-${idNumber.slice(12, 14)}`;
  if (!isDay(birthDay)) return fail('BIRTHDATE');
  if (birthDay < table.earliestBirthDay || birthDay > today) return fail('BIRTHDATE_RANGE');
  const sum = table.weights.reduce((total, weight, i) => total + weight * Number(idNumber[i]), 0);
  if (table.checkCharacters[sum % 11] !== idNumber[17]) return fail('CHECKSUM');
  const sex = Number(idNumber[16]) % 2 === 1 ? 'male' : 'female';
  return { ok: true, idNumber, birthDay, sex, region: idNumber.slice(0, 6) };
}
