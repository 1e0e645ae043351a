import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input } from 'antd';
import { useEffect, useRef } from 'react';
import { endSignIn, type StaffAccount } from '../../api/sign-in';
import './lock-screen.css';
import { OtpField } from './otp-field';
import { usePasswordSignIn, type Credentials } from './use-password-sign-in';

/** Keeps a dialog open, whatever closes it. */
function useAlwaysOpen() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    const open = (): void => element?.showModal();
    open();
    element?.addEventListener('close', open);
    return () => element?.removeEventListener('close', open);
  }, []);
  return dialog;
}

/** Over everything after a while without a touch. The page stays below it, so that what was typed is still there. */
export function LockScreen({ account }: { account: StaffAccount }) {
  const dialog = useAlwaysOpen();
  const queryClient = useQueryClient();
  const [form] = Form.useForm<Omit<Credentials, 'username'>>();
  const signIn = usePasswordSignIn((keep) => {
    keep();
    void queryClient.invalidateQueries();
  });
  const leave = (): void => {
    endSignIn('left');
    queryClient.clear();
  };
  return (
    <dialog
      ref={dialog}
      className="lock-screen"
      aria-labelledby="lock-title"
      onCancel={(event) => event.preventDefault()}
    >
      <section className="lock-card">
        <h1 id="lock-title">已锁上</h1>
        <p>有一会儿没有操作了。{account.name}，输入密码接着做，刚才填的内容还在。</p>
        {signIn.failure && <Alert type="error" showIcon title={signIn.failure} style={{ marginBottom: 16 }} />}
        <Form
          form={form}
          layout="vertical"
          requiredMark={false}
          onFinish={(values) => signIn.submit({ ...values, username: account.username })}
        >
          <Form.Item name="password" label="密码" rules={[{ required: true, message: '请输入密码' }]}>
            <Input.Password autoFocus autoComplete="current-password" maxLength={256} size="large" />
          </Form.Item>
          {signIn.asksOtp && <OtpField />}
          <Button type="primary" htmlType="submit" size="large" block loading={signIn.busy}>
            继续
          </Button>
        </Form>
        <Button type="link" block style={{ marginTop: 12 }} onClick={leave}>
          换人登录（没保存的内容不保留）
        </Button>
      </section>
    </dialog>
  );
}
