import type { Room } from '@linkang/shared/api/centre.routes';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Input, Select, Switch } from 'antd';
import { centreApi } from '../../api/clients';
import { useServices } from '../../api/use-centre';
import { useSubmissionKey } from '../../api/use-submission-key';
import { useTell } from '../../components/use-tell';
import { SaveDrawer } from './save-drawer';

interface RoomValues {
  name: string;
  floor: string;
  serviceCodes: string[];
  active: boolean;
  order: number;
}

interface RoomDrawerProps {
  /** The one to change; null for a new one. */
  room: Room | null;
  nextOrder: number;
  onClose: () => void;
}

function useSaveRoom(room: Room | null, onSaved: () => void) {
  const queryClient = useQueryClient();
  const submission = useSubmissionKey();
  const tell = useTell();
  return useMutation({
    mutationFn: ({ name, floor, serviceCodes, active, order }: RoomValues) => {
      const body = { name, floor, serviceCodes, active, order };
      return room
        ? centreApi.updateRoom({ params: { id: room.id }, body: { ...body, rev: room.rev } })
        : centreApi.createRoom({ body }, { idempotencyKey: submission.keyFor(body) });
    },
    onSuccess: async ({ place }) => {
      tell.done(`已保存 ${place}`);
      onSaved();
      await queryClient.invalidateQueries({ queryKey: ['rooms'] });
    },
  });
}

/** The form of a room. */
export function RoomDrawer({ room, nextOrder, onClose }: RoomDrawerProps) {
  const [form] = Form.useForm<RoomValues>();
  const services = useServices();
  const save = useSaveRoom(room, onClose);
  return (
    <SaveDrawer<RoomValues>
      title={room ? `诊室 ${room.place}` : '添加诊室'}
      form={form}
      initialValues={room ?? { serviceCodes: [], active: true, order: nextOrder }}
      error={save.error}
      busy={save.isPending}
      onSubmit={save.mutate}
      onClose={onClose}
    >
      <Form.Item
        name="floor"
        label="楼层"
        rules={[{ required: true, whitespace: true, message: '请填写楼层，例如：2楼' }]}
      >
        <Input maxLength={10} placeholder="例如：2楼" />
      </Form.Item>
      <Form.Item name="serviceCodes" label="用于哪些服务（不选就是都可以）">
        <Select
          mode="multiple"
          placeholder="请选择"
          loading={services.isPending}
          options={(services.data?.items ?? []).map(({ code, name }) => ({ value: code, label: name }))}
        />
      </Form.Item>
      <Form.Item name="active" label="在用" extra="关闭后新场次不能选这间，已有的场次不变">
        <Switch />
      </Form.Item>
    </SaveDrawer>
  );
}
