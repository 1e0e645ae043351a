import { PlusOutlined } from '@ant-design/icons';
import type { Doctor } from '@linkang/shared/api/doctor.routes';
import { useQuery } from '@tanstack/react-query';
import type { TableColumnsType } from 'antd';
import { Button, Table } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { doctorApi } from '../../api/clients';
import { DoctorFace } from '../../components/doctor-face';
import { EmptyNote } from '../../components/empty-note';
import { PageHeader } from '../../components/page-header';
import { QueryView } from '../../components/query-view';
import { CheckTag } from '../../components/state-tag';

// The schema that checks the form comes with it, only when it is needed.
const DoctorDrawer = lazy(async () => ({ default: (await import('./doctor-drawer')).DoctorDrawer }));

const columnsOf = (edit: (doctor: Doctor) => void): TableColumnsType<Doctor> => [
  {
    title: '医生',
    dataIndex: 'name',
    render: (name: string, { photoUrl }) => (
      <span className="doctor-name">
        <DoctorFace name={name} photoUrl={photoUrl} />
        {name}
      </span>
    ),
  },
  { title: '职称', dataIndex: 'title', render: (title: string) => title || '—' },
  { title: '擅长', dataIndex: 'specialities', render: (items: string[]) => items.join('、') || '—' },
  { title: '团队或医院', key: 'from', render: (_, { visitingFrom, teamName }) => visitingFrom ?? teamName ?? '—' },
  {
    title: '状态',
    dataIndex: 'active',
    render: (active: boolean, { check }) => (
      <>
        {active ? '居民看得到' : '已停用'} <CheckTag check={check} />
      </>
    ),
  },
  {
    title: '操作',
    key: 'edit',
    className: 'screen-only',
    render: (_, doctor) => (
      <Button aria-label={`修改：${doctor.name}`} onClick={() => edit(doctor)}>
        修改
      </Button>
    ),
  },
];

/** Who sees people here: the centre's doctors, and those who come from other hospitals. */
export function DoctorsPage() {
  const [opened, setOpened] = useState<Doctor | 'new' | null>(null);
  const query = useQuery({
    queryKey: ['doctors', 'all'],
    queryFn: () => doctorApi.list({ query: { withInactive: 'true' } }),
  });
  const addButton = (
    <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setOpened('new')}>
      添加医生
    </Button>
  );
  const nextOrder = Math.max(-1, ...(query.data?.items ?? []).map(({ order }) => order)) + 1;
  return (
    <>
      <PageHeader title="医生" note="居民在“找医生”里看到的介绍；外院来坐诊的医生不用账号。" actions={addButton} />
      <section className="panel" aria-label="医生列表">
        <QueryView query={query}>
          {({ items }) => (
            <Table<Doctor>
              rowKey="id"
              columns={columnsOf(setOpened)}
              dataSource={items}
              pagination={false}
              locale={{ emptyText: <EmptyNote text="还没有医生，请先添加医生" /> }}
            />
          )}
        </QueryView>
      </section>
      {opened && (
        <Suspense fallback={null}>
          <DoctorDrawer
            doctor={opened === 'new' ? null : opened}
            nextOrder={nextOrder}
            onClose={() => setOpened(null)}
          />
        </Suspense>
      )}
    </>
  );
}
