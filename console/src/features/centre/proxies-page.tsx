import { Form, InputNumber, Switch } from 'antd';
import { centreApi } from '../../api/clients';
import { QueryView } from '../../components/query-view';
import { HistoryButton } from './history-drawer';
import { checkProxies } from './setting-check';
import { SettingForm } from './setting-form';
import { useSaved, useSetting } from './use-setting';
import { useSettingForm } from './use-setting-form';

const read = () => centreApi.readProxies({});
type Loaded = Awaited<ReturnType<typeof read>>;

function ProxiesForm({ data }: { data: Loaded }) {
  const saved = useSaved<Loaded>('proxies', '已保存');
  const state = useSettingForm({
    draftKey: 'proxies',
    loaded: { proxies: data.proxies },
    check: ({ proxies }) => checkProxies(data.rev, proxies),
    save: async (body, force) => {
      const rev = force ? (await read()).rev : data.rev;
      return centreApi.saveProxies({ body: { ...body, rev } });
    },
    onSaved: saved,
  });
  return (
    <SettingForm state={state} extraButtons={<HistoryButton part="proxies" />}>
      <Form.Item
        name={['proxies', 'maxPeople']}
        label="一个人最多同时帮几位家人"
        extra="1到12位，自己的孩子不算在内。改小以后，已经有的授权照旧，只是不再增加"
        rules={[{ required: true, message: '请填人数' }]}
      >
        <InputNumber min={1} max={12} precision={0} style={{ width: 160 }} />
      </Form.Item>
      <Form.Item
        name={['proxies', 'paperPhoto']}
        label="前台确认代办时必须上传授权书照片"
        extra="打开后，没有照片不能确认；关上时照片可传可不传"
        valuePropName="checked"
      >
        <Switch aria-label="前台确认代办时必须上传授权书照片" />
      </Form.Item>
    </SettingForm>
  );
}

/** For how many people relatives may act. */
export function ProxiesPage() {
  const query = useSetting('proxies', read);
  return (
    <section className="panel" aria-labelledby="setting-proxies">
      <h2 id="setting-proxies">家人代办</h2>
      <QueryView query={query}>{(data) => <ProxiesForm key={data.rev} data={data} />}</QueryView>
    </section>
  );
}
