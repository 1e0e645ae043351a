import type { MeasurementRoutes } from '@linkang/shared/api/measurement.routes';
import type { CallInput } from '@linkang/shared/api/route';
import type { FieldRule } from '@linkang/shared/domain/field-rules';
import { checkReading } from '@linkang/shared/domain/home-measurement';
import type { HomeKind } from '@linkang/shared/domain/home-table';
import { homeTables } from '@linkang/shared/domain/tables/home-all';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, InputNumber, Select, type FormInstance } from 'antd';
import { useRef } from 'react';
import { measurementApi } from '../../api/clients';
import { useSubmissionKey } from '../../api/use-submission-key';
import { faultsOf, showFaults } from '../../components/form-faults';
import { useTell } from '../../components/use-tell';

type Body = CallInput<MeasurementRoutes['create']>['body'];
type Values = Body['values'];

/** The control of a field; the form hands its value to what stands directly inside of an item. */
function controlOf(field: FieldRule) {
  const { kind, options = [], optionNames = {}, unit, min, max, decimals = 0 } = field;
  if (kind === 'number')
    return (
      <InputNumber
        style={{ width: 140 }}
        {...(min === undefined ? {} : { min })}
        {...(max === undefined ? {} : { max })}
        precision={decimals}
        controls={false}
        suffix={unit ?? ''}
      />
    );
  return (
    <Select
      allowClear
      style={{ minWidth: 160 }}
      {...(kind === 'multi' ? { mode: 'multiple' as const } : {})}
      options={options.map((value) => ({ value, label: optionNames[value] ?? value }))}
    />
  );
}

const given = (values: Record<string, unknown>): Values =>
  Object.fromEntries(
    Object.entries(values).filter(
      ([, value]) => value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0),
    ),
  ) as Values;

type Typed = Record<string, unknown>;

/** Sends what was measured just now; tried again, it is still the same reading at the same instant. */
function useEntry(residentId: string, kind: HomeKind, form: FormInstance<Typed>) {
  const queryClient = useQueryClient();
  const submission = useSubmissionKey();
  const tell = useTell();
  const attempt = useRef<{ content: string; takenAt: string } | undefined>(undefined);
  const create = useMutation({
    mutationFn: (body: Body) =>
      measurementApi.create({ params: { id: residentId }, body }, { idempotencyKey: submission.keyFor(body) }),
    onSuccess: () => {
      submission.done();
      attempt.current = undefined;
      form.resetFields();
      return queryClient.invalidateQueries({ queryKey: ['measurements', residentId] });
    },
    onError: (error) => {
      const faults = faultsOf(error).map((fault) => ({ ...fault, path: fault.path.replace('body.values.', '') }));
      if (showFaults(form, faults).length > 0 || faults.length === 0) tell.failed(error);
    },
  });
  const submit = (typed: Typed): void => {
    const values = given(typed);
    const faults = checkReading(homeTables[kind], values);
    if (faults.length > 0) {
      showFaults(
        form,
        faults.map(({ field, code, text }) => ({ path: field, code, message: text })),
      );
      return;
    }
    const content = JSON.stringify(values);
    if (attempt.current?.content !== content) attempt.current = { content, takenAt: new Date().toISOString() };
    create.mutate({ kind, values, takenAt: attempt.current.takenAt });
  };
  return { create, submit };
}

/** Puts down what staff have just measured, and says what it means. */
export function EntryForm({ residentId, kind }: { residentId: string; kind: HomeKind }) {
  const [form] = Form.useForm<Typed>();
  const { create, submit } = useEntry(residentId, kind, form);
  const table = homeTables[kind];
  const made = create.data;
  return (
    <>
      <Form form={form} layout="vertical" onFinish={submit} className="field-row" aria-label={`记${table.name}`}>
        {table.fields.map((field) => (
          <Form.Item key={field.code} name={field.code} label={field.name} required={field.required}>
            {controlOf(field)}
          </Form.Item>
        ))}
        <Form.Item label=" " colon={false}>
          <Button type="primary" htmlType="submit" loading={create.isPending}>
            记下现在量的
          </Button>
        </Form.Item>
      </Form>
      {made && (
        <Alert
          role="status"
          showIcon
          type={made.meaning.level === 'normal' ? 'success' : 'warning'}
          title={[made.meaning.say, made.meaning.when120].filter(Boolean).join(' ')}
        />
      )}
    </>
  );
}
