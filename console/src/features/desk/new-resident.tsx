import type { Resident, ResidentRoutes } from '@linkang/shared/api/resident.routes';
import { residentRoutes } from '@linkang/shared/api/resident.routes';
import type { CallInput, CallReply } from '@linkang/shared/api/route';
import { certificateFaultText, parseCertificate } from '@linkang/shared/domain/guardianship';
import { idNumberFaultText, parseIdNumber } from '@linkang/shared/domain/id-number';
import type { FieldFault } from '@linkang/shared/errors';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Form, Input, Radio } from 'antd';
import { ApiError, errorText, hasCode } from '../../api/api-error';
import { residentApi } from '../../api/clients';
import { useSubmissionKey } from '../../api/use-submission-key';
import { clearFaults, faultsOf, faultsOfIssues, showFaults } from '../../components/form-faults';
import { QueryView } from '../../components/query-view';
import { useTell } from '../../components/use-tell';
import { todayDay } from '../../components/words';
import { ChildFields, findGuardian, isChildForm, type ChildValues } from './child-fields';

type Body = CallInput<ResidentRoutes['create']>['body'];
type Consent = CallReply<ResidentRoutes['consents']>['items'][number];

interface Values extends ChildValues {
  name: string;
  phone: string;
  signed: boolean;
}

/** Fields of the form for paths of the body that have another name there. */
const fieldOfPath: Readonly<Record<string, string>> = {
  guardian: 'guardianNumber',
  'guardian.id': 'guardianNumber',
  'guardian.relationship': 'relationship',
};

interface NewResidentProps {
  /** What was looked for. */
  typed: string;
  onOpen: (residentId: string) => void;
}

const isNumber = (typed: string): boolean => /^[\dXx\s+-]+$/.test(typed) || parseCertificate(typed).ok;
const isPhone = (typed: string): boolean => /^1\d{10}$/.test(typed);

/** The form begins with what was typed in the search, in the field to which it belongs. */
const initialValues = (typed: string): Values => ({
  name: isNumber(typed) ? '' : typed,
  idType: parseCertificate(typed).ok ? 'birthCertificate' : 'residentId',
  guardianNumber: '',
  idNumber: isNumber(typed) && !isPhone(typed) ? typed.replace(/\s/g, '').toUpperCase() : '',
  phone: isPhone(typed) ? typed : '',
  signed: false,
});

const buildBody = (values: Values, consents: readonly Consent[], guardianId: string | undefined): Body => ({
  name: values.name,
  idType: values.idType,
  idNumber: values.idNumber,
  ...(values.idType === 'birthCertificate' && values.birthDay ? { birthDay: values.birthDay } : {}),
  ...(values.idType === 'birthCertificate' && values.sex ? { sex: values.sex } : {}),
  ...(guardianId !== undefined && values.relationship
    ? { guardian: { relationship: values.relationship, id: guardianId } }
    : {}),
  ...(values.phone.trim() === '' ? {} : { phone: values.phone }),
  consents: consents.map(({ purpose, version }) => ({ purpose, version })),
});

/** The faults that the server would find. */
function checkBody(body: Body): FieldFault[] {
  const parsed = residentRoutes.create.body.safeParse(body);
  const faults = parsed.success ? [] : faultsOfIssues(parsed.error.issues);
  if (body.idType === 'birthCertificate') {
    const certificate = parseCertificate(body.idNumber);
    if (!certificate.ok)
      faults.push({ path: 'idNumber', code: certificate.reason, message: certificateFaultText[certificate.reason] });
    if (!body.birthDay) faults.push({ path: 'birthDay', code: 'DAY', message: '' });
    if (!body.sex) faults.push({ path: 'sex', code: 'CHOICE', message: '请选择孩子的性别' });
  } else {
    const number = parseIdNumber(body.idNumber, todayDay());
    if (!number.ok) faults.push({ path: 'idNumber', code: number.reason, message: idNumberFaultText[number.reason] });
  }
  // Of several faults of a field the first says most.
  return faults.filter(({ path }, index) => faults.findIndex((fault) => fault.path === path) === index);
}

function useRegistration(onOpen: (residentId: string) => void) {
  const submission = useSubmissionKey();
  const tell = useTell();
  return useMutation({
    mutationFn: (body: Body) => residentApi.create({ body }, { idempotencyKey: submission.keyFor(body) }),
    onSuccess: (resident) => {
      submission.done();
      tell.done(`已建档：${resident.name}`);
      onOpen(resident.id);
    },
    onError: (error) => {
      // Another clerk was quicker, or the record was made under a name: it is opened instead.
      if (!(error instanceof ApiError) || error.code !== 'RESIDENT_EXISTS') return;
      tell.failed(error);
      onOpen((error.conflict as Resident).id);
    },
  });
}

function RegistrationForm({ typed, consents, onOpen }: NewResidentProps & { consents: readonly Consent[] }) {
  const [form] = Form.useForm<Values>();
  const register = useRegistration(onOpen);
  const [idType, idNumber] = [Form.useWatch('idType', form) ?? 'residentId', Form.useWatch('idNumber', form) ?? ''];
  const isChild = isChildForm({ idType, idNumber });
  const shown = consents.filter(({ purpose }) => isChild || purpose !== 'guardian');
  const show = (faults: readonly FieldFault[]): void => void showFaults(form, faults, fieldOfPath);
  const submit = async (values: Values): Promise<void> => {
    const guardian = isChild ? await findGuardian(values) : { faults: [] };
    const body = buildBody(values, shown, guardian.id);
    const faults = [...checkBody(body), ...guardian.faults];
    if (faults.length > 0) return show(faults);
    register.mutate(body, { onError: (error) => show(faultsOf(error)) });
  };
  const failure =
    register.error && faultsOf(register.error).length === 0 && !hasCode(register.error, 'RESIDENT_EXISTS');
  const start = initialValues(typed);
  return (
    <Form<Values>
      form={form}
      layout="vertical"
      initialValues={start}
      onValuesChange={(changed: object) => clearFaults(form, changed)}
      onFinish={(values) => void submit(values)}
      className="desk-form"
    >
      {failure && <Alert type="error" showIcon title={errorText(register.error)} style={{ marginBottom: 16 }} />}
      <Form.Item name="idType" label="证件">
        <Radio.Group
          options={[
            { value: 'residentId', label: '身份证' },
            { value: 'birthCertificate', label: '出生医学证明（还没有身份证号的孩子）' },
          ]}
        />
      </Form.Item>
      <div className="field-row">
        <Form.Item name="name" label="姓名" required>
          <Input autoFocus={start.name === ''} autoComplete="off" maxLength={50} />
        </Form.Item>
        <Form.Item name="idNumber" label={idType === 'residentId' ? '身份证号' : '出生医学证明编号'} required>
          <Input autoFocus={start.name !== ''} autoComplete="off" maxLength={18} />
        </Form.Item>
        <Form.Item name="phone" label="电话（可不填）">
          <Input autoComplete="off" maxLength={32} />
        </Form.Item>
      </div>
      {isChild && <ChildFields isCertificate={idType === 'birthCertificate'} />}
      <Form.Item
        name="signed"
        valuePropName="checked"
        rules={[
          {
            validator: (_, signed: boolean) =>
              signed ? Promise.resolve() : Promise.reject(new Error('请先让居民看过并在纸质同意书上签字')),
          },
        ]}
      >
        <Checkbox>
          {isChild ? '监护人' : '居民本人'}已在纸质{shown.map(({ title }) => `《${title}》`).join('')}
          上签字
        </Checkbox>
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={register.isPending}>
        建档
      </Button>
    </Form>
  );
}

/** The registration of somebody who is not known yet, by the ID card and the signed paper. */
export function NewResident({ typed, onOpen }: NewResidentProps) {
  const consents = useQuery({
    queryKey: ['consents', 'child'],
    queryFn: () => residentApi.consents({ query: { subject: 'child' } }),
    staleTime: 600_000,
  });
  return (
    <section className="panel" aria-labelledby="new-resident">
      <h2 id="new-resident">没有找到，为居民建档</h2>
      <QueryView query={consents}>
        {({ items }) => <RegistrationForm typed={typed} consents={items} onOpen={onOpen} />}
      </QueryView>
    </section>
  );
}
