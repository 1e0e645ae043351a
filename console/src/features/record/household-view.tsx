import type { HouseholdMember } from '@linkang/shared/api/record.routes';
import { useQuery } from '@tanstack/react-query';
import { Alert, Table, type TableColumnsType } from 'antd';
import { Link } from 'react-router-dom';
import { recordApi } from '../../api/clients';
import { QueryView } from '../../components/query-view';
import { sexNames } from '../../components/words';

const states = { open: '使用中', closed: '已终止' } as const;

const columns: TableColumnsType<HouseholdMember> = [
  {
    title: '姓名',
    key: 'name',
    render: (_, { residentId, name, self }) =>
      self ? `${name}（这一位）` : <Link to={`/records/${residentId}`}>{name}</Link>,
  },
  { title: '性别年龄', key: 'age', render: (_, { sex, age }) => `${sexNames[sex]} ${age}岁` },
  { title: '档案编号', key: 'number', render: (_, { number }) => number ?? '还没有建档' },
  { title: '档案', key: 'status', render: (_, { status }) => (status ? states[status] : '未建') },
];

/** Everybody behind the person's door. */
export function HouseholdView({ residentId }: { residentId: string }) {
  const query = useQuery({
    queryKey: ['household', residentId],
    queryFn: () => recordApi.household({ params: { id: residentId } }),
  });
  return (
    <QueryView query={query}>
      {({ items, unclear }) =>
        unclear ? (
          <Alert type="info" showIcon title="住址没有写到门牌，看不出是哪一户。请先补全社区和详细住址。" />
        ) : (
          <>
            <p>登记在同一门牌的居民。家人的姓名只显示一部分，打开他们的档案要另有查看依据。</p>
            <Table rowKey="residentId" columns={columns} dataSource={items} pagination={false} />
          </>
        )
      }
    </QueryView>
  );
}
