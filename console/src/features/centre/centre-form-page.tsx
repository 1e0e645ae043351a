import type { CentreSettings } from '@linkang/shared/api/settings';
import { Button, Form, Input, InputNumber, Radio } from 'antd';
import { centreApi } from '../../api/clients';
import { QueryView } from '../../components/query-view';
import { HistoryButton } from './history-drawer';
import { checkCentre } from './setting-check';
import { filledLines, LinesInput, SettingForm } from './setting-form';
import { useSaved, useSetting } from './use-setting';
import { useSettingForm } from './use-setting-form';

const levels = [
  { value: 'centre', label: '社区卫生服务中心' },
  { value: 'station', label: '社区卫生服务站' },
];

const required = (message: string) => [{ required: true, whitespace: true, message }];

const read = () => centreApi.readCentre({});
type Loaded = Awaited<ReturnType<typeof read>>;

function PhoneList() {
  return (
    <Form.List name={['centre', 'morePhones']}>
      {(fields, { add, remove }) => (
        <fieldset className="plain-fieldset">
          <legend>其他电话</legend>
          {fields.map(({ key, name }) => (
            <div key={key} className="list-row">
              <Form.Item name={[name, 'label']} label={`电话${name + 1}的用途`} rules={required('请写用途')}>
                <Input maxLength={12} placeholder="例如：体检预约、急诊" />
              </Form.Item>
              <Form.Item name={[name, 'phone']} label={`电话${name + 1}`} rules={required('请写电话')}>
                <Input maxLength={21} inputMode="tel" />
              </Form.Item>
              <Button danger onClick={() => remove(name)}>
                去掉电话{name + 1}
              </Button>
            </div>
          ))}
          <Button onClick={() => add({ label: '', phone: '' })} style={{ marginBottom: 24 }}>
            添加电话
          </Button>
        </fieldset>
      )}
    </Form.List>
  );
}

function Place() {
  return (
    <div className="field-row">
      <Form.Item name={['centre', 'location', 'latitude']} label="地图纬度" extra="在地图软件里长按中心的位置可以看到">
        <InputNumber style={{ width: '100%' }} step={0.0001} />
      </Form.Item>
      <Form.Item name={['centre', 'location', 'longitude']} label="地图经度">
        <InputNumber style={{ width: '100%' }} step={0.0001} />
      </Form.Item>
    </div>
  );
}

const cleaned = (centre: CentreSettings): CentreSettings => ({ ...centre, notes: filledLines(centre.notes) });

function CentreForm({ data }: { data: Loaded }) {
  const saved = useSaved<Loaded>('centre');
  const state = useSettingForm({
    draftKey: 'centre',
    loaded: { centre: data.centre },
    check: ({ centre }) => checkCentre(data.rev, cleaned(centre)),
    save: async (body, force) => {
      const rev = force ? (await read()).rev : data.rev;
      return centreApi.saveCentre({ body: { ...body, rev } });
    },
    onSaved: saved,
  });
  return (
    <SettingForm state={state} extraButtons={<HistoryButton part="centre" />}>
      <div className="field-row">
        <Form.Item name={['centre', 'name']} label="中心全称" rules={required('请填写全称')} extra="写在协议和同意书里">
          <Input maxLength={40} />
        </Form.Item>
        <Form.Item name={['centre', 'shortName']} label="简称" rules={required('请填写简称')}>
          <Input maxLength={12} />
        </Form.Item>
      </div>
      <Form.Item name={['centre', 'address']} label="地址" rules={required('请填写地址')}>
        <Input maxLength={80} />
      </Form.Item>
      <Form.Item
        name={['centre', 'phone']}
        label="总机电话"
        rules={required('请填写电话')}
        extra="“打电话”按钮拨的就是它"
      >
        <Input maxLength={21} inputMode="tel" style={{ maxWidth: 280 }} />
      </Form.Item>
      <PhoneList />
      <Form.Item name={['centre', 'hours']} label="开放时间" rules={required('请填写开放时间')}>
        <Input.TextArea rows={2} maxLength={120} showCount />
      </Form.Item>
      <Form.Item name={['centre', 'notes']} label="来访提示（一行一句，可以不写）">
        <LinesInput />
      </Form.Item>
      <Place />
      <div className="field-row">
        <Form.Item name={['centre', 'population']} label="常住人口（人）" extra="算建档率用，可以不写">
          <InputNumber style={{ width: '100%' }} min={1} precision={0} />
        </Form.Item>
        <Form.Item
          name={['centre', 'areaCode']}
          label="12位行政区划码"
          extra="新建健康档案的编号以它开头，可以不写"
          normalize={(typed: string) => typed.trim() || null}
        >
          <Input maxLength={12} inputMode="numeric" />
        </Form.Item>
        <Form.Item name={['centre', 'level']} label="机构类别" extra="健康教育每年要做多少，中心和站不一样">
          <Radio.Group options={levels} />
        </Form.Item>
      </div>
    </SettingForm>
  );
}

/** The centre itself: names, phones, hours, place. */
export function CentreFormPage() {
  const query = useSetting('centre', read);
  return (
    <section className="panel" aria-labelledby="setting-centre">
      <h2 id="setting-centre">中心信息</h2>
      <QueryView query={query}>{(data) => <CentreForm key={data.rev} data={data} />}</QueryView>
    </section>
  );
}
