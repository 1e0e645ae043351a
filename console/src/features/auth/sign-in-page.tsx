import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input } from 'antd';
import { Navigate, useSearchParams } from 'react-router-dom';
import { ApiError, errorText } from '../../api/api-error';
import { authApi } from '../../api/clients';
import { keepSignIn, signedOutReason, useAccount } from '../../api/sign-in';
import { useCentre } from '../../api/use-centre';
import { usePageTitle } from '../../components/page-header';
import { DemoStaff } from './demo-staff';
import './sign-in-page.css';

interface Credentials {
  username: string;
  password: string;
}

/** Only a path of our own is followed after sign-in. */
const safePath = (from: string | null): string => (from && /^\/(?![/\\])/.test(from) ? from : '/today');

function failureText(error: unknown): string {
  if (!(error instanceof ApiError)) return errorText(error);
  if (error.code === 'AUTH_FAILED') return '用户名或密码不正确，请重新输入。';
  if (error.code !== 'RATE_LIMITED') return error.detail;
  const minutes = Math.ceil((error.retryAfterSeconds ?? 60) / 60);
  return `试的次数太多了，请过 ${minutes} 分钟再试。`;
}

function useSignIn() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (credentials: Credentials) => authApi.staff({ body: credentials }),
    onSuccess: ({ accessToken, refreshToken, account }) => {
      // Nothing that an earlier account loaded may be seen by this one.
      queryClient.clear();
      keepSignIn({ accessToken, refreshToken, account });
    },
  });
}

/** Staff sign in by name and password. */
export function SignInPage() {
  usePageTitle('登录');
  const [form] = Form.useForm<Credentials>();
  const [search] = useSearchParams();
  const centre = useCentre();
  const signIn = useSignIn();
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
        {signIn.error && <Alert type="error" showIcon title={failureText(signIn.error)} />}
        <Form form={form} layout="vertical" requiredMark={false} onFinish={(values) => signIn.mutate(values)}>
          <Form.Item name="username" label="用户名" rules={[{ required: true, message: '请输入用户名' }]}>
            <Input autoFocus autoComplete="username" maxLength={64} size="large" />
          </Form.Item>
          <Form.Item name="password" label="密码" rules={[{ required: true, message: '请输入密码' }]}>
            <Input.Password autoComplete="current-password" maxLength={256} size="large" />
          </Form.Item>
          <Button type="primary" htmlType="submit" size="large" block loading={signIn.isPending}>
            登录
          </Button>
        </Form>
      </section>
      <DemoStaff onPick={fill} />
    </main>
  );
}
