import { useQuery } from '@tanstack/react-query';
import type { FormInstance } from 'antd';
import { Alert, Form, Input, Select } from 'antd';
import { sessionApi } from '../../api/clients';
import { useDoctors, useRooms } from '../../api/use-centre';
import { findClashes } from './clashes';
import type { SessionFormValues } from './session-form';

const MAX_SESSIONS = 100;

type SessionForm = FormInstance<SessionFormValues>;

/** Tells while the form is filled in that somebody has the room or the doctor at that time. */
function ClashNotes({ form }: { form: SessionForm }) {
  const values = Form.useWatch([], form) as SessionFormValues | undefined;
  const day = values?.day?.format('YYYY-MM-DD');
  const query = useQuery({
    queryKey: ['sessions', 'of-day', day],
    queryFn: () => sessionApi.list({ query: { fromDay: day ?? '', toDay: day ?? '', limit: MAX_SESSIONS } }),
    enabled: day !== undefined,
  });
  const clashes = values ? findClashes(values, query.data?.items ?? []) : [];
  return (
    <div role="status">
      {clashes.map((text) => (
        <Alert key={text} type="warning" showIcon title={text} style={{ marginBottom: 16 }} />
      ))}
    </div>
  );
}

/** Who attends a session and where: a room, or a place in words. */
export function AttendedFields({ form }: { form: SessionForm }) {
  const doctors = useDoctors();
  const rooms = useRooms();
  const roomId = Form.useWatch('roomId', form);
  const serviceCode = Form.useWatch('serviceCode', form);
  const isMeant = (codes: readonly string[]): boolean =>
    !serviceCode || codes.length === 0 || codes.includes(serviceCode);
  const active = (rooms.data?.items ?? []).filter((room) => room.active);
  // Those that are meant for the service come first; the others stay to be chosen.
  const sorted = [
    ...active.filter((room) => isMeant(room.serviceCodes)),
    ...active.filter((room) => !isMeant(room.serviceCodes)),
  ];
  return (
    <>
      <Form.Item name="doctorId" label="医生（可不选）">
        <Select
          allowClear
          placeholder="请选择"
          loading={doctors.isPending}
          showSearch={{ optionFilterProp: 'label' }}
          options={(doctors.data?.items ?? []).map(({ id, name, title }) => ({ value: id, label: `${name} ${title}` }))}
        />
      </Form.Item>
      <Form.Item name="roomId" label="诊室（可不选）">
        <Select
          allowClear
          placeholder="请选择，或在下面填地点"
          loading={rooms.isPending}
          showSearch={{ optionFilterProp: 'label' }}
          options={sorted.map(({ id, place }) => ({ value: id, label: place }))}
        />
      </Form.Item>
      {!roomId && (
        <Form.Item name="place" label="地点" rules={[{ required: true, whitespace: true, message: '请填写地点' }]}>
          <Input maxLength={60} placeholder="例如：社区活动室" />
        </Form.Item>
      )}
      <ClashNotes form={form} />
    </>
  );
}
