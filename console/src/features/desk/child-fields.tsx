import type { IdType } from '@linkang/shared/api/resident.routes';
import type { GuardianRelationship } from '@linkang/shared/domain/guardianship';
import { needsGuardianConsent } from '@linkang/shared/domain/guardianship';
import { parseIdNumber } from '@linkang/shared/domain/id-number';
import type { FieldFault } from '@linkang/shared/errors';
import { Form, Input, Select } from 'antd';
import { residentApi } from '../../api/clients';
import { guardianNames, sexNames, todayDay } from '../../components/words';

/** What the form asks of a child besides name and phone. */
export interface ChildValues {
  idType: IdType;
  idNumber: string;
  birthDay?: string;
  sex?: 'male' | 'female';
  relationship?: GuardianRelationship;
  guardianNumber: string;
}

/** Whether the paper is a child's of less than 14. */
export function isChildForm({ idType, idNumber }: Pick<ChildValues, 'idType' | 'idNumber'>): boolean {
  if (idType === 'birthCertificate') return true;
  const parsed = parseIdNumber(idNumber, todayDay());
  return parsed.ok && needsGuardianConsent(parsed.birthDay, todayDay());
}

/** The guardian whose ID number was typed, who has to be known already. */
export async function findGuardian({
  guardianNumber,
  relationship,
}: ChildValues): Promise<{ id?: string; faults: FieldFault[] }> {
  const faults: FieldFault[] = relationship
    ? []
    : [{ path: 'guardian.relationship', code: 'CHOICE', message: '请选择监护人是孩子的什么人' }];
  const number = parseIdNumber(guardianNumber, todayDay());
  const found = number.ok ? await residentApi.search({ query: { query: number.idNumber } }) : { items: [] };
  const id = found.items[0]?.id;
  if (id !== undefined) return { id, faults };
  const message = number.ok ? '这个证件号还没有档案，请先给监护人建档' : '请填监护人的18位身份证号';
  return { faults: [...faults, { path: 'guardian.id', code: 'GUARDIAN', message }] };
}

/** Who answers for the child, and what a birth certificate's number does not say. */
export function ChildFields({ isCertificate }: { isCertificate: boolean }) {
  return (
    <>
      {isCertificate && (
        <div className="field-row">
          <Form.Item name="birthDay" label="孩子的出生日期" required>
            <Input type="date" max={todayDay()} />
          </Form.Item>
          <Form.Item name="sex" label="孩子的性别" required>
            <Select options={Object.entries(sexNames).map(([value, label]) => ({ value, label }))} />
          </Form.Item>
        </div>
      )}
      <div className="field-row">
        <Form.Item
          name="guardianNumber"
          label="监护人的身份证号"
          required
          extra="不满14周岁要登记监护人，监护人要先建档"
        >
          <Input autoComplete="off" maxLength={18} />
        </Form.Item>
        <Form.Item name="relationship" label="监护人是孩子的" required>
          <Select options={Object.entries(guardianNames).map(([value, label]) => ({ value, label }))} />
        </Form.Item>
      </div>
    </>
  );
}
