import type { CallInput } from '@linkang/shared/api/route';
import type { Session, SessionRoutes } from '@linkang/shared/api/session.routes';
import { sessionRoutes } from '@linkang/shared/api/session.routes';
import { useMutation } from '@tanstack/react-query';
import { Alert, App, Button, DatePicker, Drawer, Form, Input } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { errorText } from '../../api/api-error';
import { sessionApi } from '../../api/clients';
import { useRoster } from '../../components/bookings-table';
import { faultsOf, faultsOfIssues, faultText, showFaults } from '../../components/form-faults';
import { TimeInput } from '../../components/time-input';
import { useTell } from '../../components/use-tell';
import { dayText, todayDay } from '../../components/words';
import { useSessionRefresh } from './use-session-refresh';

type EditBody = CallInput<SessionRoutes['update']>['body'];

interface Values {
  day: Dayjs | null;
  startTime: string;
  endTime: string;
  place: string;
  reason?: string;
}

const DAY_FORMAT = 'YYYY-MM-DD';
const REASON_MAX = 200;

/** Statuses in which somebody hears of a change. */
const waiting: readonly string[] = ['booked', 'arrived', 'called'];

const required = (message: string) => [{ required: true, whitespace: true, message }];

function useEdit(session: Session, onDone: () => void) {
  const tell = useTell();
  const refresh = useSessionRefresh(session.id);
  return useMutation({
    mutationFn: (body: EditBody) => sessionApi.update({ params: { id: session.id }, body }),
    onSuccess: ({ told, clashes }) => {
      const phone = clashes > 0 ? `，其中 ${clashes} 人时间冲突，请打电话` : '';
      tell.done(told > 0 ? `已修改，已通知 ${told} 人${phone}` : '已修改');
      onDone();
    },
    onSettled: refresh,
  });
}

const initialValues = ({ day, startTime, endTime, place }: Session): Values => ({
  day: dayjs(day),
  startTime,
  endTime,
  place,
});

/** The body for the revision that the form began with. */
const buildBody = (values: Values, session: Session): EditBody => {
  const day = values.day?.format(DAY_FORMAT) ?? session.day;
  return {
    ...(day === session.day ? {} : { day }),
    startTime: values.startTime,
    endTime: values.endTime,
    place: values.place,
    reason: values.reason ?? '',
    rev: session.rev,
  };
};

function EditFields({ hasPeople }: { hasPeople: boolean }) {
  return (
    <>
      <Form.Item
        name="day"
        label="日期"
        rules={[{ required: true, message: '请选择日期' }]}
        {...(hasPeople ? { extra: '已经有人预约，不能改日期，只能改当天的时间。' } : {})}
      >
        <DatePicker
          allowClear={false}
          format={DAY_FORMAT}
          style={{ width: '100%' }}
          disabled={hasPeople}
          disabledDate={(date) => date.isBefore(dayjs(todayDay()), 'day')}
        />
      </Form.Item>
      <div className="field-row">
        <Form.Item name="startTime" label="开始时间" rules={required('请填时间')}>
          <TimeInput />
        </Form.Item>
        <Form.Item name="endTime" label="结束时间" rules={required('请填时间')}>
          <TimeInput />
        </Form.Item>
      </div>
      <Form.Item name="place" label="地点" rules={required('请填写地点')}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="reason" label="原因（会写在给居民的通知里）" rules={required('请写明原因')}>
        <Input.TextArea rows={3} showCount maxLength={REASON_MAX} placeholder="例如：医生上午外出开会" />
      </Form.Item>
    </>
  );
}

/** The form that changes time and place; before it is sent it says how many people will be told. */
export function EditSessionDrawer({ session: shown, onClose }: { session: Session; onClose: () => void }) {
  // What the form began with: a change by somebody else meanwhile must not pass unseen.
  const [session] = useState(shown);
  const [form] = Form.useForm<Values>();
  const [loose, setLoose] = useState<string[]>([]);
  const { modal } = App.useApp();
  const roster = useRoster(session.id);
  const edit = useEdit(session, onClose);
  const people = roster.data?.items.filter(({ status }) => waiting.includes(status)).length ?? 0;
  const show = (faults: Parameters<typeof showFaults>[1]): void => setLoose(showFaults(form, faults).map(faultText));
  const submit = (values: Values): void => {
    setLoose([]);
    const body = buildBody(values, session);
    const parsed = sessionRoutes.update.body.safeParse(body);
    if (!parsed.success) return show(faultsOfIssues(parsed.error.issues));
    void modal.confirm({
      title: people > 0 ? `修改并通知 ${people} 位居民？` : '修改这一场？',
      content: `${dayText(body.day ?? session.day)} ${body.startTime}–${body.endTime}，${body.place}`,
      okText: people > 0 ? '修改并通知' : '修改',
      cancelText: '返回',
      onOk: () => edit.mutateAsync(body).catch((error: unknown) => show(faultsOf(error))),
    });
  };
  const failure =
    loose.length > 0 ? loose.join('；') : edit.error && !faultsOf(edit.error).length && errorText(edit.error);
  return (
    <Drawer
      open
      title="修改时间地点"
      size={520}
      onClose={onClose}
      mask={{ closable: false }}
      afterOpenChange={(isOpen) => isOpen && form.focusField('startTime')}
      footer={
        <div className="button-row" style={{ justifyContent: 'flex-end' }}>
          <Button onClick={onClose}>取消</Button>
          <Button type="primary" disabled={!roster.data} onClick={() => form.submit()}>
            保存修改
          </Button>
        </div>
      }
    >
      {failure && <Alert type="error" showIcon title={failure} style={{ marginBottom: 16 }} />}
      <Alert
        type="info"
        showIcon
        style={{ marginBottom: 16 }}
        title={people > 0 ? `有 ${people} 位居民约了这一场，修改后会马上通知他们。` : '还没有人预约这一场。'}
      />
      <Form<Values>
        form={form}
        layout="vertical"
        scrollToFirstError={{ focus: true }}
        initialValues={initialValues(session)}
        onValuesChange={() => form.setFields([{ name: 'endTime', errors: [] }])}
        onFinish={submit}
      >
        <EditFields hasPeople={people > 0} />
        <button type="submit" hidden />
      </Form>
    </Drawer>
  );
}
