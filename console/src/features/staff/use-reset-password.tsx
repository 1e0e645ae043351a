import type { StaffMember } from '@linkang/shared/api/staff.routes';
import { useQueryClient } from '@tanstack/react-query';
import { App, Typography } from 'antd';
import { staffApi } from '../../api/clients';
import { useTell } from '../../components/use-tell';

/** Asks, resets somebody's password, and shows the new one, which nobody can look up again. */
export function useResetPassword(): (staff: StaffMember) => void {
  const { modal } = App.useApp();
  const queryClient = useQueryClient();
  const tell = useTell();
  const reset = async (staff: StaffMember): Promise<void> => {
    try {
      const { password } = await staffApi.resetPassword({ params: { id: staff.id } });
      modal.success({
        title: `${staff.name} 的临时密码`,
        content: (
          <>
            <p>
              <Typography.Text code copyable style={{ fontSize: 20 }}>
                {password}
              </Typography.Text>
            </p>
            <p>只显示这一次，请现在告诉本人。登录后要改成自己的密码。</p>
          </>
        ),
        okText: '已告诉本人',
      });
      await queryClient.invalidateQueries({ queryKey: ['staff'] });
    } catch (error) {
      tell.failed(error);
    }
  };
  return (staff) =>
    void modal.confirm({
      title: `重置 ${staff.name}（${staff.username}）的密码？`,
      content: '原来的密码马上不能用，正在登录的也会退出。',
      okText: '重置密码',
      cancelText: '返回',
      onOk: () => reset(staff),
    });
}
