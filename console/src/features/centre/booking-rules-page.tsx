import { MAX_HOURS_BEFORE } from '@linkang/shared/domain/reminder-rules';
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
      <Form.Item
        name={['booking', 'reminders', 'dayBeforeTime']}
        label="前一天几点提醒就诊"
        extra="微信送不到的人会进电话通知单，请给前台留出打电话的时间；不填就不提醒"
        getValueFromEvent={(value: string) => (value === '' ? null : value)}
      >
        <TimeInput style={{ width: 160 }} />
      </Form.Item>
      <Form.Item
        name={['booking', 'reminders', 'hoursBefore']}
        label="就诊前几小时再提醒"
        extra="晚上9点到早上7点不发微信，推到7点；不填就不提醒"
      >
        <InputNumber min={1} max={MAX_HOURS_BEFORE} precision={0} style={{ width: 160 }} />
      </Form.Item>
    </SettingForm>
  );
}

/** When seats are released and people are reminded. */
export function BookingRulesPage() {
  const query = useSetting('booking', read);
  return (
    <section className="panel" aria-labelledby="setting-booking">
      <h2 id="setting-booking">预约规则</h2>
      <QueryView query={query}>{(data) => <BookingForm key={data.rev} data={data} />}</QueryView>
    </section>
  );
}
