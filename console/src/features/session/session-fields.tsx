import { MAX_CAPACITY } from '@linkang/shared/api/session.routes';
import type { FormInstance } from 'antd';
import { DatePicker, Form, InputNumber, Radio, Select } from 'antd';
import dayjs from 'dayjs';
import { useServices } from '../../api/use-centre';
import { TimeInput } from '../../components/time-input';
import { todayDay } from '../../components/words';
import { AttendedFields } from './attended-fields';
import type { SessionFormValues } from './session-form';
import { useReleaseDefault } from './use-release-default';

const DAY_FORMATS = ['YYYY-MM-DD', 'YYYYMMDD', 'YYYY/MM/DD'];

/** A rule that only asks for something. */
const required = (message: string) => [{ required: true, message }];

/** A day, which can be typed as well. */
function DayField({ name, label }: { name: 'day' | 'releaseDay'; label: string }) {
  return (
    <Form.Item name={name} label={label} rules={required('请选择日期')}>
      <DatePicker
        format={DAY_FORMATS}
        placeholder="年-月-日"
        style={{ width: '100%' }}
        disabledDate={(date) => date.isBefore(dayjs(todayDay()), 'day')}
      />
    </Form.Item>
  );
}

/** A clock time, typed as four digits. */
function TimeField({ name, label }: { name: 'startTime' | 'endTime' | 'releaseTime'; label: string }) {
  return (
    <Form.Item name={name} label={label} rules={required('请填时间')}>
      <TimeInput />
    </Form.Item>
  );
}

function QuotaFields({ form }: { form: FormInstance<SessionFormValues> }) {
  const [online, desk, elder] = [
    Form.useWatch('online', form),
    Form.useWatch('desk', form),
    Form.useWatch('elder', form),
  ];
  const sum = (online ?? 0) + (desk ?? 0) + (elder ?? 0);
  return (
    <>
      <div className="field-row">
        {(
          [
            ['online', '网上'],
            ['desk', '前台'],
            ['elder', '长者预留'],
          ] as const
        ).map(([name, label]) => (
          <Form.Item key={name} name={name} label={label} rules={required('请填数字')}>
            <InputNumber min={0} max={MAX_CAPACITY} precision={0} style={{ width: '100%' }} />
          </Form.Item>
        ))}
      </div>
      <p className="soft" role="status">
        三项合计 {sum}，要等于总名额。
      </p>
    </>
  );
}

/** The fields of a session. */
export function SessionFields({ form }: { form: FormInstance<SessionFormValues> }) {
  const services = useServices();
  const release = Form.useWatch('release', form);
  const quotas = Form.useWatch('quotas', form);
  useReleaseDefault(form);
  return (
    <>
      <Form.Item name="serviceCode" label="服务" rules={required('请选择服务')}>
        <Select
          placeholder="请选择"
          loading={services.isPending}
          showSearch={{ optionFilterProp: 'label' }}
          options={(services.data?.items ?? []).map(({ code, name }) => ({ value: code, label: name }))}
        />
      </Form.Item>
      <DayField name="day" label="日期" />
      <div className="field-row">
        <TimeField name="startTime" label="开始时间" />
        <TimeField name="endTime" label="结束时间" />
      </div>
      <Form.Item name="capacity" label="总名额" rules={required(`请填 1 到 ${MAX_CAPACITY}`)}>
        <InputNumber min={1} max={MAX_CAPACITY} precision={0} style={{ width: '100%' }} />
      </Form.Item>
      <AttendedFields form={form} />
      <Form.Item name="release" label="放号">
        <Radio.Group
          options={[
            { value: 'now', label: '马上放号' },
            { value: 'later', label: '定时放号' },
          ]}
        />
      </Form.Item>
      {release === 'later' && (
        <div className="field-row">
          <DayField name="releaseDay" label="放号日期" />
          <TimeField name="releaseTime" label="放号时间" />
        </div>
      )}
      <Form.Item name="quotas" label="名额分配">
        <Radio.Group
          options={[
            { value: 'none', label: '全部网上预约' },
            { value: 'split', label: '分给网上、前台和长者' },
          ]}
        />
      </Form.Item>
      {quotas === 'split' && <QuotaFields form={form} />}
    </>
  );
}
