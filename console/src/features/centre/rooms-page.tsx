import { PlusOutlined } from '@ant-design/icons';
import type { Room, Service } from '@linkang/shared/api/centre.routes';
import type { TableColumnsType } from 'antd';
import { Button, Table } from 'antd';
import { useState } from 'react';
import { useRooms, useServices } from '../../api/use-centre';
import { EmptyNote } from '../../components/empty-note';
import { PageHeader } from '../../components/page-header';
import { QueryView } from '../../components/query-view';
import { RoomDrawer } from './room-drawer';

const columnsOf = (services: readonly Service[], edit: (room: Room) => void): TableColumnsType<Room> => [
  { title: '诊室', dataIndex: 'place' },
  {
    title: '用于',
    dataIndex: 'serviceCodes',
    render: (codes: string[]) =>
      codes.map((code) => services.find((service) => service.code === code)?.name ?? code).join('、') || '各种服务',
  },
  { title: '状态', dataIndex: 'active', render: (active: boolean) => (active ? '在用' : '已停用') },
  {
    title: '操作',
    key: 'edit',
    className: 'screen-only',
    render: (_, room) => (
      <Button aria-label={`修改：${room.place}`} onClick={() => edit(room)}>
        修改
      </Button>
    ),
  },
];

/** The rooms in which sessions are held. */
export function RoomsPage() {
  const rooms = useRooms();
  const services = useServices();
  const [opened, setOpened] = useState<Room | 'new' | null>(null);
  const nextOrder = Math.max(-1, ...(rooms.data?.items ?? []).map(({ order }) => order)) + 1;
  const addButton = (
    <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setOpened('new')}>
      添加诊室
    </Button>
  );
  return (
    <>
      <PageHeader title="诊室" note="开放场次时选诊室，居民就看得到在几楼、哪一间。" actions={addButton} />
      <section className="panel" aria-label="诊室列表">
        <QueryView query={rooms}>
          {({ items }) => (
            <Table<Room>
              rowKey="id"
              columns={columnsOf(services.data?.items ?? [], setOpened)}
              dataSource={items}
              pagination={false}
              locale={{ emptyText: <EmptyNote text="还没有诊室，请先添加诊室" /> }}
            />
          )}
        </QueryView>
      </section>
      {opened && (
        <RoomDrawer room={opened === 'new' ? null : opened} nextOrder={nextOrder} onClose={() => setOpened(null)} />
      )}
    </>
  );
}
