import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input } from 'antd';
import { Navigate, useSearchParams } from 'react-router-dom';
import { signedOutReason, useAccount } from '../../api/sign-in';
import { useCentre } from '../../api/use-centre';
import { usePageTitle } from '../../components/page-header';
import { DemoStaff } from './demo-staff';
import { OtpField } from './otp-field';
import './sign-in-page.css';
import { usePasswordSignIn, type Credentials } from './use-password-sign-in';

/** Only a path of our own is followed after sign-in. */
const safePath = (from: string | null): string => (from && /^\/(?![/\\])/.test(from) ? from : '/today');

/** Staff sign in by name and password. */
export function SignInPage() {
  usePageTitle('登录');
  const [form] = Form.useForm<Credentials>();
  const [search] = useSearchParams();
  const centre = useCentre();
  const queryClient = useQueryClient();
  // Nothing that an earlier account loaded may be seen by this one.
  const signIn = usePasswordSignIn((keep) => {
    queryClient.clear();
    keep();
  });
  if (useAccount()) return <Navigate to={safePath(search.get('from'))} replace />;
  const fill = (username: string): void => {
    form.setFieldsValue({ username });
    form.focusField('password');
  };
  return (
    <main className="sign-in">
      <section className="sign-in-card">
        <img src={`${import.meta.env.BASE_URL}icon.svg`} alt="" width={48} height={48} />
        <h1>邻康工作台</h1>
        <p className="soft">{centre.data?.name ?? '社区卫生服务中心'}</p>
        {signedOutReason() === 'expired' && (
          <Alert type="warning" showIcon title="登录已过期，请重新登录。没保存的文章和讲座已留在这台电脑上。" />
        )}
        {signIn.failure && <Alert type="error" showIcon title={signIn.failure} />}
        <Form form={form} layout="vertical" requiredMark={false} onFinish={signIn.submit}>
          <Form.Item name="username" label="用户名" rules={[{ required: true, message: '请输入用户名' }]}>
            <Input autoFocus autoComplete="username" maxLength={64} size="large" />
          </Form.Item>
          <Form.Item name="password" label="密码" rules={[{ required: true, message: '请输入密码' }]}>
            <Input.Password autoComplete="current-password" maxLength={256} size="large" />
          </Form.Item>
          {signIn.asksOtp && <OtpField />}
          <Button type="primary" htmlType="submit" size="large" block loading={signIn.busy}>
            登录
          </Button>
        </Form>
      </section>
      <DemoStaff onPick={fill} />
    </main>
  );
}
