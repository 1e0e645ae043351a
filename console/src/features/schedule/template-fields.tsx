import { MAX_CAPACITY } from '@linkang/shared/api/session.routes';
import type { FormInstance } from 'antd';
import { DatePicker, Form, Input, InputNumber, Radio, Select, Switch } from 'antd';
import { useCommunities, useDoctors, useRooms, useServices, useTeams } from '../../api/use-centre';
import { TimeInput } from '../../components/time-input';
import { weekdayOptions, weeksNames } from './schedule-words';
import type { TemplateValues } from './template-form';

const DAY_FORMATS = ['YYYY-MM-DD', 'YYYYMMDD', 'YYYY/MM/DD'];
const weeksOptions = Object.entries(weeksNames).map(([value, label]) => ({ value, label }));
const quotaNames = { online: '网上', desk: '前台', elder: '长者预留' } as const;

/** A rule that only asks for something. */
const required = (message: string) => [{ required: true, message }];

interface Named {
  id: string;
  name: string;
}

/** A list from which one thing, or nothing, is chosen. */
function ChoiceField(props: {
  name: keyof TemplateValues;
  label: string;
  items: readonly Named[] | undefined;
  placeholder?: string;
}) {
  const { name, label, items, placeholder = '不选' } = props;
  return (
    <Form.Item name={name} label={label}>
      <Select
        allowClear
        placeholder={placeholder}
        loading={items === undefined}
        showSearch={{ optionFilterProp: 'label' }}
        options={(items ?? []).map((item) => ({ value: item.id, label: item.name }))}
      />
    </Form.Item>
  );
}

function DayField({ name, label }: { name: 'validFromDay' | 'validToDay'; label: string }) {
  return (
    <Form.Item name={name} label={label} rules={name === 'validFromDay' ? required('请选择日期') : []}>
      <DatePicker
        format={DAY_FORMATS}
        placeholder={name === 'validFromDay' ? '年-月-日' : '一直有效'}
        style={{ width: '100%' }}
      />
    </Form.Item>
  );
}

function WhenFields() {
  const services = useServices();
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
      <div className="field-row">
        <Form.Item name="weekday" label="星期" rules={required('请选择星期')}>
          <Select placeholder="请选择" options={weekdayOptions} />
        </Form.Item>
        <Form.Item
          name="weeks"
          label="哪些周"
          tooltip="按国际标准的周数。一年有53周时，第53周后接第1周，单周会连着两次。"
        >
          <Select options={weeksOptions} />
        </Form.Item>
      </div>
      <div className="field-row">
        <Form.Item name="startTime" label="开始时间" rules={required('请填时间')}>
          <TimeInput />
        </Form.Item>
        <Form.Item name="endTime" label="结束时间" rules={required('请填时间')}>
          <TimeInput />
        </Form.Item>
      </div>
      <div className="field-row">
        <DayField name="validFromDay" label="从哪天起" />
        <DayField name="validToDay" label="到哪天止（可不选）" />
      </div>
    </>
  );
}

function SeatFields({ form }: { form: FormInstance<TemplateValues> }) {
  const values = Form.useWatch([], form) as TemplateValues | undefined;
  const sum = (values?.online ?? 0) + (values?.desk ?? 0) + (values?.elder ?? 0);
  return (
    <>
      <Form.Item name="capacity" label="总名额" rules={required(`请填 1 到 ${MAX_CAPACITY}`)}>
        <InputNumber min={1} max={MAX_CAPACITY} precision={0} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="quotas" label="名额分配">
        <Radio.Group
          options={[
            { value: 'none', label: '全部网上预约' },
            { value: 'split', label: '分给网上、前台和长者' },
          ]}
        />
      </Form.Item>
      {values?.quotas === 'split' && (
        <>
          <div className="field-row">
            {Object.entries(quotaNames).map(([name, label]) => (
              <Form.Item key={name} name={name} label={label} rules={required('请填数字')}>
                <InputNumber min={0} max={MAX_CAPACITY} precision={0} style={{ width: '100%' }} />
              </Form.Item>
            ))}
          </div>
          <p className="soft" role="status">
            三项合计 {sum}，要等于总名额。
          </p>
        </>
      )}
    </>
  );
}

function WhoFields({ form }: { form: FormInstance<TemplateValues> }) {
  const doctors = useDoctors();
  const rooms = useRooms();
  const roomId = Form.useWatch('roomId', form);
  const doctorItems = doctors.data?.items.map(({ id, name, title }) => ({ id, name: `${name} ${title}`.trim() }));
  const roomItems = rooms.data?.items.filter(({ active }) => active).map(({ id, place }) => ({ id, name: place }));
  return (
    <>
      <div className="field-row">
        <ChoiceField name="doctorId" label="医生（可不选）" items={doctorItems} placeholder="值班医生" />
        <ChoiceField name="roomId" label="诊室" items={roomItems} placeholder="不选诊室，写地点" />
      </div>
      {!roomId && (
        <Form.Item
          name="place"
          label="地点"
          rules={[{ required: true, whitespace: true, message: '请填写地点，或选诊室' }]}
        >
          <Input maxLength={60} placeholder="例如：2楼 205 诊室" />
        </Form.Item>
      )}
      <Form.Item name="hospital" label="对口支援医院（外院专家出诊时填）">
        <Input maxLength={60} placeholder="例如：市第一人民医院" />
      </Form.Item>
    </>
  );
}

/** The fields of a template. */
export function TemplateFields({ form }: { form: FormInstance<TemplateValues> }) {
  const teams = useTeams();
  const communities = useCommunities();
  return (
    <>
      <WhenFields />
      <SeatFields form={form} />
      <WhoFields form={form} />
      <div className="field-row">
        <ChoiceField name="teamId" label="团队（社区驻点日填）" items={teams.data?.items} />
        <ChoiceField name="communityId" label="社区（社区驻点日填）" items={communities.data?.items} />
      </div>
      <Form.Item name="note" label="备注（只有员工看到）">
        <Input.TextArea rows={2} maxLength={200} showCount />
      </Form.Item>
      <Form.Item name="active" label="使用中" extra="关掉后不再生成新的场次，已生成的不变">
        <Switch />
      </Form.Item>
    </>
  );
}
