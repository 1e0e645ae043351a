import { Checkbox, Form, InputNumber } from 'antd';
import { centreApi } from '../../api/clients';
import { QueryView } from '../../components/query-view';
import { roleNames } from '../../components/words';
import { HistoryButton } from './history-drawer';
import { checkSecurity } from './setting-check';
import { SettingForm } from './setting-form';
import { useSaved, useSetting } from './use-setting';
import { useSettingForm } from './use-setting-form';

const read = () => centreApi.readSecurity({});
type Loaded = Awaited<ReturnType<typeof read>>;

function SecurityForm({ data }: { data: Loaded }) {
  const saved = useSaved<Loaded>('security', '已保存，下次登录起生效');
  const state = useSettingForm({
    draftKey: 'security',
    loaded: { security: data.security },
    check: ({ security }) => checkSecurity(data.rev, security),
    save: async (body, force) => {
      const rev = force ? (await read()).rev : data.rev;
      return centreApi.saveSecurity({ body: { ...body, rev } });
    },
    onSaved: saved,
  });
  const required = [{ required: true, message: '请填分钟数' }];
  return (
    <SettingForm state={state} extraButtons={<HistoryButton part="security" />}>
      <Form.Item
        name={['security', 'idleMinutes']}
        label="几分钟不操作就锁上工作台"
        extra="提前一分钟提醒，锁上后输入密码接着用，填了一半的内容还在"
        rules={required}
      >
        <InputNumber min={2} max={240} precision={0} style={{ width: 160 }} />
      </Form.Item>
      <Form.Item
        name={['security', 'otpRoles']}
        label="登录要用动态验证码的角色"
        extra="没有开通的人下次登录时先按提示开通；演示账号不用"
      >
        <Checkbox.Group
          aria-label="登录要用动态验证码的角色"
          options={Object.entries(roleNames).map(([value, label]) => ({ value, label }))}
        />
      </Form.Item>
      <Form.Item
        name={['security', 'emergencyMinutes']}
        label="紧急查看一次几分钟"
        extra="到时间自动关上，要再看就再写一次原因"
        rules={required}
      >
        <InputNumber min={5} max={240} precision={0} style={{ width: 160 }} />
      </Form.Item>
    </SettingForm>
  );
}

/** How staff sign in. */
export function SecurityPage() {
  const query = useSetting('security', read);
  return (
    <section className="panel" aria-labelledby="setting-security">
      <h2 id="setting-security">登录安全</h2>
      <QueryView query={query}>{(data) => <SecurityForm key={data.rev} data={data} />}</QueryView>
    </section>
  );
}
