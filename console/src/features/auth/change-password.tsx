import { findPasswordFault } from '@linkang/shared/domain/staff-password';
import { useMutation } from '@tanstack/react-query';
import type { FormInstance } from 'antd';
import { Alert, Button, Form, Input, Modal } from 'antd';
import { errorText } from '../../api/api-error';
import { authApi } from '../../api/clients';
import { keepSignIn } from '../../api/sign-in';
import { faultsOf, faultText, showFaults } from '../../components/form-faults';
import { PageHeader } from '../../components/page-header';
import { useTell } from '../../components/use-tell';

interface Passwords {
  current: string;
  next: string;
  again: string;
}

function useChangePassword(form: FormInstance<Passwords>, onChanged: () => void) {
  const tell = useTell();
  return useMutation({
    mutationFn: ({ current, next }: Passwords) => authApi.changePassword({ body: { current, next } }),
    onSuccess: ({ accessToken, refreshToken, account }) => {
      keepSignIn({ accessToken, refreshToken, account });
      tell.done('密码已修改，其他地方的登录都已退出');
      onChanged();
    },
    onError: (error) => void showFaults(form, faultsOf(error)),
  });
}

/** The server knows the user name and checks it as well. */
const checkNext = (_rule: unknown, next: string | undefined): Promise<void> => {
  const code = next ? findPasswordFault(next, '') : undefined;
  return code ? Promise.reject(new Error(faultText({ path: 'next', code, message: '' }))) : Promise.resolve();
};

const checkAgain = (form: FormInstance<Passwords>) => (_rule: unknown, again: string | undefined) =>
  !again || again === form.getFieldValue('next')
    ? Promise.resolve()
    : Promise.reject(new Error('两次输入的密码不一样'));

interface PasswordFormProps {
  form: FormInstance<Passwords>;
  change: ReturnType<typeof useChangePassword>;
}

function PasswordForm({ form, change }: PasswordFormProps) {
  return (
    <Form form={form} layout="vertical" requiredMark={false} preserve={false} onFinish={change.mutate}>
      {change.error && faultsOf(change.error).length === 0 && (
        <Alert type="error" showIcon title={errorText(change.error)} style={{ marginBottom: 16 }} />
      )}
      <Form.Item name="current" label="现在的密码" rules={[{ required: true, message: '请输入现在的密码' }]}>
        <Input.Password autoComplete="current-password" maxLength={256} />
      </Form.Item>
      <Form.Item
        name="next"
        label="新密码"
        extra="至少12个字符，要同时有字母和数字"
        rules={[{ required: true, message: '请输入新密码' }, { validator: checkNext }]}
      >
        <Input.Password autoComplete="new-password" maxLength={256} />
      </Form.Item>
      <Form.Item
        name="again"
        label="再输入一次新密码"
        dependencies={['next']}
        rules={[{ required: true, message: '请再输入一次' }, { validator: checkAgain(form) }]}
      >
        <Input.Password autoComplete="new-password" maxLength={256} />
      </Form.Item>
      <button type="submit" hidden />
    </Form>
  );
}

/** Lets staff change their own password at any time. */
export function ChangePasswordDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const [form] = Form.useForm<Passwords>();
  const change = useChangePassword(form, onClose);
  return (
    <Modal
      open={open}
      title="修改密码"
      okText="确认修改"
      okButtonProps={{ loading: change.isPending }}
      cancelText="返回"
      onOk={() => form.submit()}
      onCancel={onClose}
      destroyOnHidden
      mask={{ closable: false }}
      afterOpenChange={(isOpen) => (isOpen ? form.focusField('current') : change.reset())}
    >
      <PasswordForm form={form} change={change} />
    </Modal>
  );
}

/** In place of every page as long as the password is one that somebody else chose. */
export function FirstPasswordPage() {
  const [form] = Form.useForm<Passwords>();
  const change = useChangePassword(form, () => undefined);
  return (
    <>
      <PageHeader title="请先设置自己的密码" note="现在的密码是别人给您的，改成只有自己知道的密码后就能开始工作。" />
      <section className="panel" aria-label="修改密码" style={{ maxWidth: 480 }}>
        <PasswordForm form={form} change={change} />
        <Button type="primary" loading={change.isPending} onClick={() => form.submit()}>
          确认修改
        </Button>
      </section>
    </>
  );
}
