import { PlusOutlined } from '@ant-design/icons';
import { staffMay } from '@linkang/shared/api/policy';
import type { StaffMember } from '@linkang/shared/api/staff.routes';
import type { TableColumnsType } from 'antd';
import { Button, Tabs } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { Link, useSearchParams } from 'react-router-dom';
import { staffApi } from '../../api/clients';
import { useAccount } from '../../api/sign-in';
import { usePages } from '../../api/use-pages';
import { PageHeader } from '../../components/page-header';
import { PagedTable } from '../../components/paged-table';
import { rightNames, roleNames } from '../../components/words';
import { useResetOtp } from './use-reset-otp';
import { useResetPassword } from './use-reset-password';

/** What of the address is remembered until the next time. */
const FILTERS = ['tab'];

// The schema that checks the form comes with it, only when it is needed.
const StaffDrawer = lazy(async () => ({ default: (await import('./staff-drawer')).StaffDrawer }));

const tabs = [
  { key: 'active', label: '在用' },
  { key: 'left', label: '已停用' },
] as const;

interface RowActions {
  ownId: string | undefined;
  edit: (staff: StaffMember) => void;
  reset: (staff: StaffMember) => void;
  resetOtp: (staff: StaffMember) => void;
}

const factColumns: TableColumnsType<StaffMember> = [
  { title: '姓名', dataIndex: 'name' },
  { title: '用户名', dataIndex: 'username' },
  { title: '职称', dataIndex: 'title', render: (title: string) => title || '—' },
  {
    title: '角色',
    key: 'roles',
    render: (_, { roles, rights }) => (
      <>
        {roles.map((role) => roleNames[role] ?? role).join('、')}
        {rights.map((right) => (
          <div key={right} className="soft">
            {rightNames[right]}
          </div>
        ))}
      </>
    ),
  },
  {
    title: '密码',
    dataIndex: 'mustChangePassword',
    render: (mustChange: boolean) => (mustChange ? '临时密码，还没修改' : '已设置'),
  },
  { title: '动态验证', dataIndex: 'otp', className: 'nowrap', render: (otp: boolean) => (otp ? '已开通' : '没有') },
];

const columnsOf = ({ ownId, edit, reset, resetOtp }: RowActions): TableColumnsType<StaffMember> => [
  ...factColumns,
  {
    title: '操作',
    key: 'actions',
    className: 'screen-only',
    render: (_, staff) => (
      <div className="button-row">
        <Button aria-label={`修改 ${staff.name}`} onClick={() => edit(staff)}>
          修改
        </Button>
        {staff.active && staff.id !== ownId && (
          <Button aria-label={`重置密码：${staff.name}`} onClick={() => reset(staff)}>
            重置密码
          </Button>
        )}
        {staff.otp && staff.id !== ownId && (
          <Button aria-label={`解除动态验证：${staff.name}`} onClick={() => resetOtp(staff)}>
            解除动态验证
          </Button>
        )}
      </div>
    ),
  },
];

/** Accounts of staff, for administrators; auditors read them. */
export function StaffListPage() {
  const [search, setSearch] = useSearchParams();
  const key = search.get('tab') === 'left' ? 'left' : 'active';
  const [opened, setOpened] = useState<StaffMember | 'new' | null>(null);
  const reset = useResetPassword();
  const resetOtp = useResetOtp();
  const account = useAccount();
  const mayChange = staffMay(account?.roles ?? [], 'staff.update');
  const query = usePages(['staff', key], (cursor) =>
    staffApi.list({ query: { active: key === 'active' ? 'true' : 'false', limit: 50, ...cursor } }),
  );
  const actions = mayChange && (
    <>
      <Link to="/staff/import" className="header-link">
        批量导入
      </Link>
      <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setOpened('new')}>
        添加员工
      </Button>
    </>
  );
  return (
    <>
      <PageHeader title="员工账号" note="谁可以登录工作台，能做哪些事。" actions={actions} />
      <section className="panel" aria-label="员工列表">
        <Tabs activeKey={key} items={[...tabs]} onChange={(next) => setSearch({ tab: next }, { replace: true })} />
        <PagedTable
          list="staff"
          filters={FILTERS}
          query={query}
          columns={mayChange ? columnsOf({ ownId: account?.id, edit: setOpened, reset, resetOtp }) : factColumns}
          emptyText={key === 'active' ? '还没有员工' : '没有停用的账号'}
        />
      </section>
      {opened && (
        <Suspense fallback={null}>
          <StaffDrawer staff={opened === 'new' ? null : opened} onClose={() => setOpened(null)} />
        </Suspense>
      )}
    </>
  );
}
