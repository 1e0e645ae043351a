import { Form, InputNumber } from 'antd';
import { centreApi } from '../../api/clients';
import { QueryView } from '../../components/query-view';
import { TimeInput } from '../../components/time-input';
import { HistoryButton } from './history-drawer';
import { checkBooking } from './setting-check';
import { SettingForm } from './setting-form';
import { useSaved, useSetting } from './use-setting';
import { useSettingForm } from './use-setting-form';

const read = () => centreApi.readBooking({});
type Loaded = Awaited<ReturnType<typeof read>>;

function BookingForm({ data }: { data: Loaded }) {
  const saved = useSaved<Loaded>('booking');
  const state = useSettingForm({
    draftKey: 'booking',
    loaded: { booking: data.booking },
    check: ({ booking }) => checkBooking(data.rev, booking),
    save: async (body, force) => {
      const rev = force ? (await read()).rev : data.rev;
      return centreApi.saveBooking({ body: { ...body, rev } });
    },
    onSaved: saved,
  });
  const time = [{ required: true, message: '请填时间' }];
  return (
    <SettingForm state={state} extraButtons={<HistoryButton part="booking" />}>
      <Form.Item
        name={['booking', 'releaseDaysAhead']}
        label="提前几天放号"
        extra="开放场次时选“定时放号”，会按这里先填好，可以改"
        rules={[{ required: true, message: '请填天数' }]}
      >
        <InputNumber min={1} max={60} precision={0} style={{ width: 160 }} />
      </Form.Item>
      <Form.Item name={['booking', 'releaseTime']} label="放号时间" rules={time}>
        <TimeInput style={{ width: 160 }} />
      </Form.Item>
      <Form.Item
        name={['booking', 'quotasOpen', 'dayBeforeTime']}
        label="预留号放开时间（前一天）"
        extra="前台和长者预留的号，就诊前一天到这个时间还没用完，就放给所有人"
        rules={time}
      >
        <TimeInput style={{ width: 160 }} />
      </Form.Item>
    </SettingForm>
  );
}

/** When seats are released. */
export function BookingRulesPage() {
  const query = useSetting('booking', read);
  return (
    <section className="panel" aria-labelledby="setting-booking">
      <h2 id="setting-booking">预约规则</h2>
      <QueryView query={query}>{(data) => <BookingForm key={data.rev} data={data} />}</QueryView>
    </section>
  );
}
