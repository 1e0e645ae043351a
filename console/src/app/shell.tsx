import { KeyOutlined, LogoutOutlined, SafetyOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { Navigate, Outlet, useLocation, useNavigation } from 'react-router-dom';
import { authApi } from '../api/clients';
import type { StaffAccount } from '../api/sign-in';
import { endSignIn, signedOutReason, useAccount } from '../api/sign-in';
import { useCentre } from '../api/use-centre';
import { roleNames } from '../components/words';
import { ChangePasswordDialog, FirstPasswordPage } from '../features/auth/change-password';
import { OtpDialog, OtpSetupPage } from '../features/auth/otp-setup';
import { ForbiddenPage } from './fallback-pages';
import { IdleLock } from './idle-lock';
import { MainMenu, mayOpen } from './menu';
import { OfflineBar } from './offline-bar';
import { useShellKeys } from './shell-keys';
import './shell.css';

function useSignOut(): () => void {
  const queryClient = useQueryClient();
  return () => {
    // The tokens are forgotten here whether or not the server hears of it.
    void authApi.logout({}).catch(() => undefined);
    endSignIn('left');
    queryClient.clear();
  };
}

/** Whether nothing has to be set up before the work can begin. */
const isReady = ({ mustChangePassword, otp }: StaffAccount): boolean => !mustChangePassword && otp !== 'needed';

/** The keys of the console, with a button for whoever does not know of them yet. */
function KeysButton({ roles }: { roles: readonly string[] }) {
  const { openHelp, help } = useShellKeys(roles);
  return (
    <>
      <Button type="text" aria-keyshortcuts="?" onClick={openHelp}>
        按键 <kbd aria-hidden="true">?</kbd>
      </Button>
      {help}
    </>
  );
}

function TopBar({ account }: { account: StaffAccount }) {
  const centre = useCentre();
  const signOut = useSignOut();
  const [open, setOpen] = useState<'password' | 'otp' | null>(null);
  const close = (): void => setOpen(null);
  return (
    <header className="top-bar screen-only">
      <span className="centre-name">{centre.data?.name ?? ''}</span>
      {centre.data?.demo && <span className="demo-mark">演示环境</span>}
      <span className="top-bar-space" />
      <span>
        {account.name}
        <span className="top-bar-role">{account.roles.map((role) => roleNames[role] ?? role).join('、')}</span>
      </span>
      {isReady(account) && <KeysButton roles={account.roles} />}
      {!account.mustChangePassword && (
        <Button type="text" icon={<KeyOutlined aria-hidden />} onClick={() => setOpen('password')}>
          修改密码
        </Button>
      )}
      {isReady(account) && (
        <Button type="text" icon={<SafetyOutlined aria-hidden />} onClick={() => setOpen('otp')}>
          动态验证
        </Button>
      )}
      <Button type="text" icon={<LogoutOutlined aria-hidden />} onClick={signOut}>
        退出登录
      </Button>
      <ChangePasswordDialog open={open === 'password'} onClose={close} />
      <OtpDialog open={open === 'otp'} onClose={close} />
    </header>
  );
}

/** Moves the keyboard to the new page, so that reading starts there and not in the menu. */
function useFocusOnPage(pathname: string) {
  const main = useRef<HTMLElement>(null);
  const last = useRef(pathname);
  useEffect(() => {
    if (last.current === pathname) return;
    last.current = pathname;
    window.scrollTo(0, 0);
    if (!main.current?.contains(document.activeElement)) main.current?.focus({ preventScroll: true });
  }, [pathname]);
  return main;
}

function pageFor(account: StaffAccount, pathname: string) {
  if (account.mustChangePassword) return <FirstPasswordPage />;
  if (account.otp === 'needed') return <OtpSetupPage />;
  return mayOpen(account.roles, pathname) ? <Outlet /> : <ForbiddenPage />;
}

/** Frame of every page behind the sign-in: menu, header and the page itself. */
export function Shell() {
  const account = useAccount();
  const { pathname, search } = useLocation();
  const navigation = useNavigation();
  const main = useFocusOnPage(pathname);
  if (!account) {
    // Who left on purpose does not send the next person to the same page.
    const from = signedOutReason() === 'left' ? '' : `?from=${encodeURIComponent(pathname + search)}`;
    return <Navigate to={`/sign-in${from}`} replace />;
  }
  return (
    <div className="shell">
      <a className="skip-link" href="#main">
        跳到正文
      </a>
      <aside className="side screen-only">
        <div className="brand">
          <img src={`${import.meta.env.BASE_URL}icon.svg`} alt="" width={30} height={30} />
          <span>
            邻康<small>工作台</small>
          </span>
        </div>
        {isReady(account) && <MainMenu roles={account.roles} />}
      </aside>
      <div className="shell-body">
        <TopBar account={account} />
        <OfflineBar />
        <main id="main" ref={main} tabIndex={-1} aria-busy={navigation.state === 'loading'}>
          {pageFor(account, pathname)}
        </main>
      </div>
      <IdleLock idleMinutes={account.idleMinutes} />
    </div>
  );
}
