import type { Resident, ResidentRoutes } from '@linkang/shared/api/resident.routes';
import { residentRoutes } from '@linkang/shared/api/resident.routes';
import type { CallInput, CallReply } from '@linkang/shared/api/route';
import { idNumberFaultText, parseIdNumber } from '@linkang/shared/domain/id-number';
import type { FieldFault } from '@linkang/shared/errors';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Form, Input } from 'antd';
import { ApiError, errorText, hasCode } from '../../api/api-error';
import { residentApi } from '../../api/clients';
import { useSubmissionKey } from '../../api/use-submission-key';
import { clearFaults, faultsOf, faultsOfIssues, showFaults } from '../../components/form-faults';
import { QueryView } from '../../components/query-view';
import { useTell } from '../../components/use-tell';
import { todayDay } from '../../components/words';

type Body = CallInput<ResidentRoutes['create']>['body'];
type Consent = CallReply<ResidentRoutes['consents']>['items'][number];

interface Values {
  name: string;
  idNumber: string;
  phone: string;
  signed: boolean;
}

interface NewResidentProps {
  /** What was looked for. */
  typed: string;
  onOpen: (residentId: string) => void;
}

const isNumber = (typed: string): boolean => /^[\dXx\s+-]+$/.test(typed);
const isPhone = (typed: string): boolean => /^1\d{10}$/.test(typed);

/** The form begins with what was typed in the search, in the field to which it belongs. */
const initialValues = (typed: string): Values => ({
  name: isNumber(typed) ? '' : typed,
  idNumber: isNumber(typed) && !isPhone(typed) ? typed.replace(/\s/g, '').toUpperCase() : '',
  phone: isPhone(typed) ? typed : '',
  signed: false,
});

const buildBody = (values: Values, consents: readonly Consent[]): Body => ({
  name: values.name,
  idType: 'residentId',
  idNumber: values.idNumber,
  ...(values.phone.trim() === '' ? {} : { phone: values.phone }),
  consents: consents.map(({ purpose, version }) => ({ purpose, version })),
});

/** The faults that the server would find. */
function checkBody(body: Body): FieldFault[] {
  const parsed = residentRoutes.create.body.safeParse(body);
  const faults = parsed.success ? [] : faultsOfIssues(parsed.error.issues);
  const number = parseIdNumber(body.idNumber, todayDay());
  if (!number.ok) faults.push({ path: 'idNumber', code: number.reason, message: idNumberFaultText[number.reason] });
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
  const submit = (values: Values): void => {
    const body = buildBody(values, consents);
    const faults = checkBody(body);
    if (faults.length > 0) return void showFaults(form, faults);
    register.mutate(body, { onError: (error) => void showFaults(form, faultsOf(error)) });
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
      onFinish={submit}
      className="desk-form"
    >
      {failure && <Alert type="error" showIcon title={errorText(register.error)} style={{ marginBottom: 16 }} />}
      <div className="field-row">
        <Form.Item name="name" label="姓名" required>
          <Input autoFocus={start.name === ''} autoComplete="off" maxLength={50} />
        </Form.Item>
        <Form.Item name="idNumber" label="身份证号" required>
          <Input autoFocus={start.name !== ''} autoComplete="off" maxLength={18} />
        </Form.Item>
        <Form.Item name="phone" label="电话（可不填）">
          <Input autoComplete="off" maxLength={32} />
        </Form.Item>
      </div>
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
        <Checkbox>居民本人已在纸质{consents.map(({ title }) => `《${title}》`).join('')}上签字</Checkbox>
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={register.isPending}>
        建档
      </Button>
    </Form>
  );
}

/** The registration of somebody who is not known yet, by the ID card and the signed paper. */
export function NewResident({ typed, onOpen }: NewResidentProps) {
  const consents = useQuery({ queryKey: ['consents'], queryFn: () => residentApi.consents({}), staleTime: 600_000 });
  return (
    <section className="panel" aria-labelledby="new-resident">
      <h2 id="new-resident">没有找到，为居民建档</h2>
      <QueryView query={consents}>
        {({ items }) => <RegistrationForm typed={typed} consents={items} onOpen={onOpen} />}
      </QueryView>
    </section>
  );
}
