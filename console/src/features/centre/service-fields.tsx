import type { FormInstance } from 'antd';
import { Checkbox, Form, Input, InputNumber, Radio, Switch } from 'antd';
import { TimeInput } from '../../components/time-input';
import type { ServiceValues } from './service-values';
import { LinesInput } from './setting-form';

const required = (message: string) => [{ required: true, whitespace: true, message }];
const number = [{ required: true, message: '请填数字' }];

/** Ways to book, in words. */
export const channelNames = { online: '小程序', phone: '电话', desk: '前台' } as const;

function CancelFields({ form }: { form: FormInstance<ServiceValues> }) {
  const by = Form.useWatch('cancelBy', form);
  return (
    <>
      <Form.Item name="cancelBy" label="居民可以自己取消到">
        <Radio.Group
          options={[
            { value: 'minutes', label: '开始前多少分钟' },
            { value: 'dayBefore', label: '前一天几点' },
          ]}
        />
      </Form.Item>
      {by === 'dayBefore' ? (
        <Form.Item name="cancelDayBeforeTime" label="前一天的时间" rules={[{ required: true, message: '请填时间' }]}>
          <TimeInput style={{ width: 160 }} />
        </Form.Item>
      ) : (
        <Form.Item name="cancelMinutesBefore" label="开始前分钟数" rules={number}>
          <InputNumber min={0} max={10_080} precision={0} style={{ width: 160 }} />
        </Form.Item>
      )}
    </>
  );
}

function AgeFields({ form }: { form: FormInstance<ServiceValues> }) {
  const has = Form.useWatch('hasMinAge', form);
  return (
    <>
      <Form.Item name="hasMinAge" label="有年龄下限">
        <Switch />
      </Form.Item>
      {has && (
        <div className="field-row">
          <Form.Item name="minAge" label="最小年龄（岁）" rules={number}>
            <InputNumber min={1} max={120} precision={0} style={{ width: '100%' }} />
          </Form.Item>
          <Form.Item name="ageBasis" label="年龄怎么算">
            <Radio.Group
              options={[
                { value: 'calendarYear', label: '当年满' },
                { value: 'exactDate', label: '就诊那天满' },
              ]}
            />
          </Form.Item>
        </div>
      )}
    </>
  );
}

interface ServiceFieldsProps {
  form: FormInstance<ServiceValues>;
  isNew: boolean;
}

/** The fields of a service. */
export function ServiceFields({ form, isNew }: ServiceFieldsProps) {
  return (
    <>
      <Form.Item name="enabled" label="开放给居民" extra="停用后居民看不到，也不能再开场次；已有的预约不受影响">
        <Switch />
      </Form.Item>
      <div className="field-row">
        <Form.Item name="name" label="名称" rules={required('请填写名称')}>
          <Input maxLength={20} />
        </Form.Item>
        <Form.Item
          name="code"
          label="编码"
          extra={isNew ? '小写字母、数字和短横，以后不能改' : '不能改'}
          rules={required('请填写编码')}
        >
          <Input maxLength={32} disabled={!isNew} autoComplete="off" />
        </Form.Item>
        <Form.Item name="department" label="科室（可不填）">
          <Input maxLength={20} />
        </Form.Item>
      </div>
      <Form.Item name="summary" label="一句话说明（居民会看到）" rules={required('请写一句说明')}>
        <Input.TextArea rows={2} maxLength={120} showCount />
      </Form.Item>
      <Form.Item name="channels" label="怎么预约" extra="不选小程序，居民会看到“请打电话或到前台预约”">
        <Checkbox.Group options={Object.entries(channelNames).map(([value, label]) => ({ value, label }))} />
      </Form.Item>
      <Form.Item
        name="lastBookMinutesBefore"
        label="小程序最晚预约（到诊前分钟数）"
        extra="0 表示开始前都能约"
        rules={number}
      >
        <InputNumber min={0} max={10_080} precision={0} style={{ width: 160 }} />
      </Form.Item>
      <CancelFields form={form} />
      <Form.Item name="seatTimes" label="到诊时间" extra="改了只对以后开的场次有效">
        <Radio.Group
          options={[
            { value: 'dealt', label: '每个号分时段' },
            { value: 'shared', label: '大家整场都可以来' },
          ]}
        />
      </Form.Item>
      <AgeFields form={form} />
      <Form.Item name="oncePerYear" label="每人一年一次">
        <Switch />
      </Form.Item>
      <Form.Item name="preparation" label="来前准备（一行一句，可以不写）">
        <LinesInput rows={6} />
      </Form.Item>
    </>
  );
}
