import type { Enrolment } from '@linkang/shared/api/followup.routes';
import type { ProgrammeCode } from '@linkang/shared/domain/chronic-table';
import { chronicProgrammes } from '@linkang/shared/domain/tables/chronic-all';
import type { FieldRule, FieldValue } from '@linkang/shared/domain/field-rules';

/** Names of the programmes. */
export const programmeNames = Object.fromEntries(
  Object.entries(chronicProgrammes).map(([code, { name }]) => [code, name]),
) as Record<ProgrammeCode, string>;

/** What became of an enrolment, in words. */
export const eventNames: Record<Enrolment['history'][number]['what'], string> = {
  enrolled: '纳入管理',
  assigned: '换医生',
  lost: '记为失访',
  found: '重新联系上',
  ended: '结束管理',
  recalled: '高危复测',
};

/** Colours of how a visit stands; the words say it as well. */
export const dueColours = { overdue: 'error', due: 'warning', upcoming: 'default', lost: 'default' } as const;

const sayOne = (field: FieldRule, value: number | boolean | string): string =>
  typeof value === 'boolean' ? (value ? '是' : '否') : (field.optionNames?.[String(value)] ?? String(value));

/** A value in words, with its unit. */
export const valueText = (field: FieldRule, value: FieldValue): string =>
  typeof value === 'object'
    ? value.map((one) => sayOne(field, one)).join('、')
    : `${sayOne(field, value)}${field.unit ? ` ${field.unit}` : ''}`;
