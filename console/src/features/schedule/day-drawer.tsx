import type { CalendarEntry } from '@linkang/shared/api/schedule.routes';
import { useMutation } from '@tanstack/react-query';
import { Alert, Button, DatePicker, Drawer, Form, Input, Radio, Select } from 'antd';
import { useState } from 'react';
import { errorText, hasCode } from '../../api/api-error';
import { scheduleApi } from '../../api/clients';
import { useServices } from '../../api/use-centre';
import { useSubmissionKey } from '../../api/use-submission-key';
import { faultsOf, faultText, showFaults } from '../../components/form-faults';
import { useTell } from '../../components/use-tell';
import { dayText } from '../../components/words';
import { checkDay, valuesOf, type DayBody, type DayValues } from './day-form';
import { weekdayOptions } from './schedule-words';
import { useRefresh } from './use-schedule';

const CONFLICT_WORDS = '这一天刚刚被别人改过，没有保存。请关闭后重新打开再改。';
const DAY_FORMATS = ['YYYY-MM-DD', 'YYYYMMDD', 'YYYY/MM/DD'];

const kindOptions = [
  { value: 'closed', label: '休息' },
  { value: 'working', label: '上班（调休）' },
  { value: 'usual', label: '照常' },
];

const kindNotes: Record<DayValues['kind'], string> = {
  closed: '这一天不按模板生成场次。',
  working: '这一天按所选星期的模板生成场次。',
  usual: '这一天不管国家节假日，和平常一样生成场次。',
};

interface DayDrawerProps {
  /** The line to change, one of the nation to be replaced by an own one, or null for a new day. */
  entry: CalendarEntry | null;
  onClose: () => void;
  /** Told whether sessions stand on a day that was closed. */
  onSaved: (entry: CalendarEntry, hasSessions: boolean) => void;
}

/** Whether a day has sessions already; where it cannot be said, the list is shown and says so itself. */
const hasSessions = (id: string): Promise<boolean> =>
  scheduleApi.daySessions({ params: { id } }).then(
    ({ items }) => items.length > 0,
    () => true,
  );

function useSaveDay({ entry, onSaved }: Pick<DayDrawerProps, 'entry' | 'onSaved'>) {
  const submission = useSubmissionKey();
  const refresh = useRefresh();
  const tell = useTell();
  return useMutation({
    mutationFn: (body: DayBody) => {
      const { kind, name, weekday } = body;
      return entry?.origin === 'centre'
        ? scheduleApi.updateDay({ params: { id: entry.id }, body: { rev: entry.rev, kind, name, weekday } })
        : scheduleApi.createDay({ body }, { idempotencyKey: submission.keyFor(body) });
    },
    onSuccess: async (saved) => {
      submission.done();
      tell.done(`已保存：${dayText(saved.day)} ${saved.name}`);
      onSaved(saved, saved.kind === 'closed' && (await hasSessions(saved.id)));
      await refresh();
    },
  });
}

function KindFields({ kind, isFixed }: { kind: DayValues['kind']; isFixed: boolean }) {
  const services = useServices();
  const serviceItems = (services.data?.items ?? []).map(({ code, name }) => ({ value: code, label: name }));
  if (kind === 'closed')
    return (
      <Form.Item name="serviceCode" label="范围">
        <Select
          allowClear
          disabled={isFixed}
          placeholder="整个中心"
          loading={services.isPending}
          options={serviceItems}
        />
      </Form.Item>
    );
  if (kind === 'usual') return null;
  return (
    <Form.Item name="weekday" label="按星期几的模板">
      <Select allowClear placeholder="按当天自己的星期" options={weekdayOptions} />
    </Form.Item>
  );
}

/** The form of a closed or working day. */
export function DayDrawer({ entry, onClose, onSaved }: DayDrawerProps) {
  const [form] = Form.useForm<DayValues>();
  const [loose, setLoose] = useState<string[]>([]);
  const kind = Form.useWatch('kind', form) ?? valuesOf(entry).kind;
  const save = useSaveDay({ entry, onSaved });
  const show = (faults: Parameters<typeof showFaults>[1]): void => setLoose(showFaults(form, faults).map(faultText));
  const submit = (values: DayValues): void => {
    setLoose([]);
    const checked = checkDay(values);
    if (checked.faults) return show(checked.faults);
    save.mutate(checked.body, { onError: (error) => show(faultsOf(error)) });
  };
  const refusal = hasCode(save.error, 'STATE_CONFLICT') ? CONFLICT_WORDS : save.error && errorText(save.error);
  const failure = loose.length > 0 ? loose.join('；') : refusal;
  // A day for one service is closed or it is nothing; where it is for cannot change.
  const isForService = entry !== null && entry.serviceCode !== null;
  return (
    <Drawer
      open
      title={entry ? `修改：${dayText(entry.day)}` : '添加日子'}
      size={520}
      onClose={onClose}
      mask={{ closable: false }}
      afterOpenChange={(isOpen) => isOpen && form.focusField(entry ? 'name' : 'day')}
      footer={
        <div className="button-row" style={{ justifyContent: 'flex-end' }}>
          <Button onClick={onClose}>取消</Button>
          <Button type="primary" loading={save.isPending} onClick={() => form.submit()}>
            保存
          </Button>
        </div>
      }
    >
      {failure && <Alert type="error" showIcon title={failure} style={{ marginBottom: 16 }} />}
      <Form<DayValues>
        form={form}
        layout="vertical"
        scrollToFirstError={{ focus: true }}
        initialValues={valuesOf(entry)}
        onFinish={submit}
      >
        <Form.Item name="day" label="日期" rules={[{ required: true, message: '请选择日期' }]}>
          <DatePicker format={DAY_FORMATS} placeholder="年-月-日" style={{ width: '100%' }} disabled={entry !== null} />
        </Form.Item>
        <Form.Item name="kind" label="安排" extra={kindNotes[kind]}>
          <Radio.Group disabled={isForService} options={kindOptions} />
        </Form.Item>
        <Form.Item name="name" label="名称" rules={[{ required: true, whitespace: true, message: '请填写名称' }]}>
          <Input maxLength={20} showCount placeholder="例如：全员培训" />
        </Form.Item>
        <KindFields kind={kind} isFixed={entry !== null} />
        <button type="submit" hidden />
      </Form>
    </Drawer>
  );
}
