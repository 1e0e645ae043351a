import type { StaffMember } from '@linkang/shared/api/staff.routes';
import { useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { staffApi } from '../../api/clients';
import { useTell } from '../../components/use-tell';

/** Asks, and takes somebody's second factor away, as after a lost phone. */
export function useResetOtp(): (staff: StaffMember) => void {
  const { modal } = App.useApp();
  const queryClient = useQueryClient();
  const tell = useTell();
  const reset = async (staff: StaffMember): Promise<void> => {
    try {
      await staffApi.resetOtp({ params: { id: staff.id } });
      tell.done(`已解除 ${staff.name} 的动态验证`);
      await queryClient.invalidateQueries({ queryKey: ['staff'] });
    } catch (error) {
      tell.failed(error);
    }
  };
  return (staff) =>
    void modal.confirm({
      title: `解除 ${staff.name}（${staff.username}）的动态验证？`,
      content: '手机丢了或换了才需要。请先当面核对是本人；解除后登录只用密码，正在登录的会退出。',
      okText: '解除',
      cancelText: '返回',
      onOk: () => reset(staff),
    });
}
