import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Checkbox, DatePicker, Drawer, Form, Input } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { errorText } from '../../api/api-error';
import { announcementApi } from '../../api/clients';
import { useSubmissionKey } from '../../api/use-submission-key';
import { faultsOf, faultText, showFaults } from '../../components/form-faults';
import { useTell } from '../../components/use-tell';
import { todayDay } from '../../components/words';
import { checkAnnouncement, type AnnouncementBody, type AnnouncementValues } from './announcement-form';

const DAY_FORMATS = ['YYYY-MM-DD', 'YYYYMMDD', 'YYYY/MM/DD'];

function useAnnounce(onDone: () => void) {
  const queryClient = useQueryClient();
  const submission = useSubmissionKey();
  const tell = useTell();
  return useMutation({
    mutationFn: (body: AnnouncementBody) =>
      announcementApi.create({ body }, { idempotencyKey: submission.keyFor(body) }),
    onSuccess: async ({ state }) => {
      submission.done();
      tell.done(state === 'coming' ? '已保存，到日子会自动显示' : '已发布，居民现在能看到');
      onDone();
      await queryClient.invalidateQueries({ queryKey: ['announcements'] });
    },
  });
}

function DayField({ name, label }: { name: 'fromDay' | 'toDay'; label: string }) {
  return (
    <Form.Item name={name} label={label} rules={[{ required: true, message: '请选择日期' }]}>
      <DatePicker
        format={DAY_FORMATS}
        placeholder="年-月-日"
        style={{ width: '100%' }}
        disabledDate={(date) => date.isBefore(dayjs(todayDay()), 'day')}
      />
    </Form.Item>
  );
}

/** The form of a new announcement. */
export function AnnouncementDrawer({ onClose }: { onClose: () => void }) {
  const [form] = Form.useForm<AnnouncementValues>();
  const [loose, setLoose] = useState<string[]>([]);
  const announce = useAnnounce(onClose);
  const show = (faults: Parameters<typeof showFaults>[1]): void => setLoose(showFaults(form, faults).map(faultText));
  const submit = (values: AnnouncementValues): void => {
    setLoose([]);
    const checked = checkAnnouncement(values);
    if (checked.faults) return show(checked.faults);
    announce.mutate(checked.body, { onError: (error) => show(faultsOf(error)) });
  };
  const failure = loose.length > 0 ? loose.join('；') : announce.error && errorText(announce.error);
  return (
    <Drawer
      open
      title="写公告"
      size={520}
      onClose={onClose}
      mask={{ closable: false }}
      afterOpenChange={(isOpen) => isOpen && form.focusField('title')}
      footer={
        <div className="button-row" style={{ justifyContent: 'flex-end' }}>
          <Button onClick={onClose}>取消</Button>
          <Button type="primary" loading={announce.isPending} onClick={() => form.submit()}>
            发布
          </Button>
        </div>
      }
    >
      {failure && <Alert type="error" showIcon title={failure} style={{ marginBottom: 16 }} />}
      <Form<AnnouncementValues>
        form={form}
        layout="vertical"
        scrollToFirstError={{ focus: true }}
        initialValues={{ fromDay: dayjs(todayDay()), important: false }}
        onFinish={submit}
      >
        <Form.Item name="title" label="标题" rules={[{ required: true, whitespace: true, message: '请写标题' }]}>
          <Input maxLength={40} showCount />
        </Form.Item>
        <Form.Item name="text" label="内容" rules={[{ required: true, whitespace: true, message: '请写内容' }]}>
          <Input.TextArea rows={6} maxLength={500} showCount />
        </Form.Item>
        <div className="field-row">
          <DayField name="fromDay" label="从哪天显示" />
          <DayField name="toDay" label="显示到哪天" />
        </div>
        <Form.Item name="important" valuePropName="checked">
          <Checkbox>重要，排在最前面</Checkbox>
        </Form.Item>
        <button type="submit" hidden />
      </Form>
    </Drawer>
  );
}
