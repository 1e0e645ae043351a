import { exportKinds, EXPORT_MAX_DAYS, EXPORT_WORDS_MAX, exportPurposes } from '@linkang/shared/domain/export-rules';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, DatePicker, Form, Input, Radio, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import { exportApi } from '../../api/clients';
import { useSubmissionKey } from '../../api/use-submission-key';
import { useTell } from '../../components/use-tell';
import type { ExportKind, ExportPurpose } from '@linkang/shared/domain/export-rules';

interface Values {
  kind: ExportKind;
  format: 'csv' | 'xlsx';
  days: [Dayjs, Dayjs];
  purpose: ExportPurpose;
  reason: string;
}

const kindOptions = Object.entries(exportKinds).map(([value, label]) => ({ value, label }));
const purposeOptions = Object.entries(exportPurposes).map(([value, { title, names }]) => ({
  value,
  label: names ? title : `${title}（不含姓名）`,
}));
const formatOptions = [
  { value: 'xlsx', label: 'Excel' },
  { value: 'csv', label: 'CSV' },
];
const DAY = 'YYYY-MM-DD';

function useAsk(onDone: () => void) {
  const tell = useTell();
  const queryClient = useQueryClient();
  const key = useSubmissionKey();
  return useMutation({
    mutationFn: ({ days: [from, to], ...values }: Values) => {
      const body = { ...values, fromDay: from.format(DAY), toDay: to.format(DAY) };
      return exportApi.create({ body }, { idempotencyKey: key.keyFor(body) });
    },
    onSuccess: () => {
      key.done();
      tell.done('已申请，过几秒点“刷新”看结果');
      onDone();
    },
    onError: tell.failed,
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['exports'] }),
  });
}

/** Asks for a list as a file. */
export function AskForm() {
  const [form] = Form.useForm<Values>();
  const ask = useAsk(() => form.resetFields());
  return (
    <Form<Values>
      form={form}
      layout="vertical"
      initialValues={{ kind: 'bookings', format: 'xlsx' }}
      onFinish={(values) => ask.mutate(values)}
    >
      <div className="toolbar">
        <Form.Item name="kind" label="名单">
          <Select options={kindOptions} style={{ width: 160 }} />
        </Form.Item>
        <Form.Item name="days" label="日期" rules={[{ required: true, message: '请选起止日期' }]}>
          <DatePicker.RangePicker
            disabledDate={(day, { from }) => from !== undefined && Math.abs(day.diff(from, 'day')) >= EXPORT_MAX_DAYS}
          />
        </Form.Item>
        <Form.Item name="purpose" label="用途" rules={[{ required: true, message: '请选用途' }]}>
          <Select options={purposeOptions} placeholder="做什么用" style={{ width: 200 }} />
        </Form.Item>
        <Form.Item name="format" label="格式">
          <Radio.Group optionType="button" options={formatOptions} />
        </Form.Item>
      </div>
      <Form.Item
        name="reason"
        label="为什么需要"
        rules={[{ required: true, whitespace: true, message: '请写明原因，审批的人要看' }]}
      >
        <Input maxLength={EXPORT_WORDS_MAX} placeholder="如：六月入户随访用" />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={ask.isPending}>
        申请导出
      </Button>
    </Form>
  );
}
