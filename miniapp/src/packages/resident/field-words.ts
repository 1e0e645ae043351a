import { idNumberFaultText } from '@linkang/shared/domain/id-number';
import type { ApiError } from '@/api/api-error';

const WORDS: Partial<Record<string, string>> = {
  EMPTY: '请填写这一项',
  TOO_LONG: '写得太长了，请缩短一些',
  NAME: '姓名里有不能用的符号，请核对',
  PHONE: '电话号码不对，请写11位手机号，或带区号的座机号',
  CONTROL_CHARACTER: '里面有不能用的符号，请重新填写',
};

/** The sentence to show beside a field that the server found faulty; `field` is dotted below the body. */
export function faultOf(error: ApiError | undefined, field: string): string | undefined {
  const fault = error?.fields.find(({ path }) => path === `body.${field}` || path === field);
  if (!fault) return undefined;
  if (field === 'idNumber' && fault.code in idNumberFaultText)
    return idNumberFaultText[fault.code as keyof typeof idNumberFaultText];
  return WORDS[fault.code] ?? '这一项不对，请核对后再提交';
}

/** What is wrong with a phone number as it was typed; the server has the same rule. */
export function phoneFault(text: string): string | undefined {
  const digits = text.replace(/[\s-]/g, '').replace(/^(\+86|0086|86(?=1\d{10}$))/, '');
  if (digits === '' || /^(1[3-9]\d{9}|0\d{2,3}\d{7,8})$/.test(digits)) return undefined;
  return WORDS.PHONE;
}
