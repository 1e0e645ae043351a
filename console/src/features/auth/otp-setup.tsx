import type { AuthRoutes } from '@linkang/shared/api/auth.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Modal, Typography } from 'antd';
import { useState } from 'react';
import { errorText, hasCode } from '../../api/api-error';
import { authApi } from '../../api/clients';
import { keepSignIn, useAccount } from '../../api/sign-in';
import { faultsOf, faultText } from '../../components/form-faults';
import { PageHeader } from '../../components/page-header';
import { useQrPicture } from '../../components/use-qr-picture';
import { OtpField } from './otp-field';

type Started = CallReply<AuthRoutes['startOtp']>;
type Confirmed = CallReply<AuthRoutes['confirmOtp']>;

const refusalOf = (error: unknown): string =>
  faultsOf(error).length > 0 ? faultsOf(error).map(faultText).join('；') : errorText(error);

function PasswordStep({ hasOtp, onStarted }: { hasOtp: boolean; onStarted: (started: Started) => void }) {
  const start = useMutation({
    mutationFn: ({ password, otp }: { password: string; otp?: string }) =>
      authApi.startOtp({ body: { password, ...(otp ? { otp } : {}) } }),
    onSuccess: onStarted,
  });
  return (
    <Form layout="vertical" requiredMark={false} onFinish={start.mutate}>
      {start.error && <Alert type="error" showIcon title={refusalOf(start.error)} style={{ marginBottom: 16 }} />}
      <Form.Item name="password" label="登录密码" rules={[{ required: true, message: '请输入密码' }]}>
        <Input.Password autoFocus autoComplete="current-password" maxLength={256} />
      </Form.Item>
      {(hasOtp || hasCode(start.error, 'AUTH_OTP_NEEDED')) && <OtpField />}
      <Button type="primary" htmlType="submit" loading={start.isPending}>
        下一步
      </Button>
    </Form>
  );
}

function CodeStep({ started, onConfirmed }: { started: Started; onConfirmed: (confirmed: Confirmed) => void }) {
  const picture = useQrPicture(started.uri);
  const confirm = useMutation({
    mutationFn: ({ code }: { code: string }) => authApi.confirmOtp({ body: { code: code.trim() } }),
    onSuccess: onConfirmed,
  });
  return (
    <>
      <p>用手机上的验证器扫这个码，再输入它显示的六位数字。</p>
      <div style={{ width: 220, height: 220 }}>
        {picture && <img src={picture} alt="动态验证的二维码" width={220} height={220} />}
      </div>
      <p className="soft">
        不能扫就手工输入：<Typography.Text code>{started.secret}</Typography.Text>
      </p>
      <Form layout="vertical" requiredMark={false} onFinish={confirm.mutate}>
        {confirm.error && <Alert type="error" showIcon title={refusalOf(confirm.error)} style={{ marginBottom: 16 }} />}
        <Form.Item
          name="code"
          label="六位数字"
          rules={[{ required: true, pattern: /^\s*\d{6}\s*$/, message: '请输入手机上的六位数字' }]}
        >
          <Input autoFocus autoComplete="one-time-code" inputMode="numeric" maxLength={8} style={{ width: 200 }} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={confirm.isPending}>
          开通
        </Button>
      </Form>
    </>
  );
}

function RecoveryStep({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  return (
    <>
      <Alert type="success" showIcon title="已开通" description="下次登录要输入密码和手机上的六位数字。" />
      <p style={{ marginTop: 16 }}>手机不在身边时，用一个备用码登录，每个只能用一次。只显示这一次，请抄下来收好：</p>
      <ul aria-label="备用码" style={{ columns: 2 }}>
        {codes.map((code) => (
          <li key={code}>
            <Typography.Text code>
              {code.slice(0, 5)}-{code.slice(5)}
            </Typography.Text>
          </li>
        ))}
      </ul>
      <Button type="primary" onClick={onDone}>
        我已抄好
      </Button>
    </>
  );
}

/** Password, QR code, recovery codes. */
function OtpSetup({ onDone }: { onDone: () => void }) {
  const account = useAccount();
  const [started, setStarted] = useState<Started | null>(null);
  const [confirmed, setConfirmed] = useState<Confirmed | null>(null);
  if (!account) return null;
  const keep = ({ accessToken, refreshToken, account: next }: Confirmed, otp: Confirmed['account']['otp']): void =>
    keepSignIn({ accessToken, refreshToken, account: { ...next, otp } });
  const onConfirmed = (reply: Confirmed): void => {
    setConfirmed(reply);
    // The page goes on only after the recovery codes were read.
    keep(reply, account.otp);
  };
  if (confirmed)
    return (
      <RecoveryStep
        codes={confirmed.recoveryCodes}
        onDone={() => {
          onDone();
          keep(confirmed, 'on');
        }}
      />
    );
  if (started) return <CodeStep started={started} onConfirmed={onConfirmed} />;
  return <PasswordStep hasOtp={account.otp === 'on'} onStarted={setStarted} />;
}

/** Lets staff set up the second factor, or move it to another phone. */
export function OtpDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Modal open={open} title="动态验证" footer={null} onCancel={onClose} destroyOnHidden mask={{ closable: false }}>
      <p>登录时除了密码，再输入手机验证器上的六位数字，别人知道密码也进不来。</p>
      <OtpSetup onDone={onClose} />
    </Modal>
  );
}

/** In place of every page as long as the role asks for a second factor that is not set up. */
export function OtpSetupPage() {
  return (
    <>
      <PageHeader title="请先开通动态验证" note="您的角色能做的事比较重要，登录时除了密码还要用手机上的验证码。" />
      <section className="panel" aria-label="动态验证" style={{ maxWidth: 480 }}>
        <OtpSetup onDone={() => undefined} />
      </section>
    </>
  );
}
