import type { FieldFault } from '@linkang/shared/errors';
import type { FormInstance } from 'antd';
import { ApiError } from '../api/api-error';

const textOfCode: Record<string, string> = {
  EMPTY: '这一项要填写',
  TOO_LONG: '内容太长，请缩短',
  TOO_SMALL: '数字太小，最少 1',
  TOO_LARGE: '数字太大，最多 899',
  DAY: '请选择日期',
  TIME: '请按 09:00 的样子填时间',
  INSTANT: '请选择日期和时间',
  ORDER: '结束时间要晚于开始时间',
  SUM: '三项名额相加要等于总名额',
  USERNAME: '请用3到32个小写字母、数字、点或短横线',
  PASSWORD_SHORT: '密码至少12个字符',
  PASSWORD_PLAIN: '密码要同时有字母和数字',
  PASSWORD_IS_NAME: '密码不能和用户名一样',
  STAFF_OR_VISITOR: '本中心的医生不填来自哪家医院',
  ROLES_APART: '审计员要单独一个账号，不能和其他角色放在一起',
  RIGHT_WITHOUT_ROLE: '这项权限只给主任、医生、护士或公卫人员',
  NAME: '姓名只能用文字，请核对',
  PHONE: '电话号码不正确，请核对',
  DAY_ORDER: '结束日期不能早于开始日期',
  CONTROL_CHARACTER: '含有不能显示的字符，请重新输入',
  TOO_MANY: '太多了，请减少一些',
  RANGE: '数字超出了范围',
  REPEATED: '有重复的，请改掉一个',
  SERVICE_CODE: '编码用小写字母开头，只用小写字母、数字和短横；lecture 留给讲座',
  CHANNEL: '请至少选一种预约方式',
  CANCEL_RULE: '取消期限要填一种',
  AGE_BASIS: '请选择年龄怎么算',
  AREA_CODE: '行政区划码是12位数字',
  DECIMALS: '最多写两位小数',
  FREE_PACKAGE: '国家规定的免费服务包不能收费，要写 0',
  SIX_DIGITS: '请填6位数字',
  BASIC_PACKAGE: '基础服务包人人都有，不能停用',
};

/** What a parsed schema reports. */
interface Issue {
  path: readonly PropertyKey[];
  message: string;
}

/** The faults that a schema of the route table found, as the server would report them. */
export const faultsOfIssues = (issues: readonly Issue[]): FieldFault[] =>
  issues.map((issue) => ({ path: issue.path.map(String).join('.'), code: issue.message, message: '' }));

/** The sentence for a fault: the server's own, or ours by its code. */
export const faultText = (fault: FieldFault): string =>
  textOfCode[fault.code] ?? (fault.message || '填写不正确，请检查这一项');

/** Path of a fault inside the body. */
export const faultPath = (fault: FieldFault): string => fault.path.replace(/^body\./, '');

/**
 * Shows faults beside their fields and moves the focus to the first one.
 * @param fieldOf the form's field for a path of the body, where the two differ
 * @returns the faults that belong to no field of the form
 */
export function showFaults<V extends object>(
  form: FormInstance<V>,
  faults: readonly FieldFault[],
  fieldOf: Readonly<Record<string, string>> = {},
): FieldFault[] {
  const names = new Set(Object.keys(form.getFieldsValue(true) as object));
  const placed = faults.map((fault) => {
    const path = faultPath(fault);
    return { fault, name: fieldOf[path] ?? path };
  });
  const mine = placed.filter(({ name }) => names.has(name));
  // The form's names are typed by its values; ours come from the wire.
  const setFields = form.setFields as unknown as (fields: { name: string; errors: string[] }[]) => void;
  setFields(mine.map(({ fault, name }) => ({ name, errors: [faultText(fault)] })));
  const first = mine[0];
  if (first) form.scrollToField(first.name as never, { focus: true, block: 'center' });
  return placed.filter(({ name }) => !names.has(name)).map(({ fault }) => fault);
}

/** Takes the faults of changed fields away: fields without rules of their own keep them otherwise. */
export function clearFaults<V extends object>(form: FormInstance<V>, changed: object): void {
  const setFields = form.setFields as unknown as (fields: { name: string; errors: string[] }[]) => void;
  setFields(Object.keys(changed).map((name) => ({ name, errors: [] })));
}

/** Field faults of a refusal, none for any other error. */
export const faultsOf = (error: unknown): readonly FieldFault[] => (error instanceof ApiError ? error.fields : []);
