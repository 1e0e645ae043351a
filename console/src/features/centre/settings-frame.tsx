import { staffMay } from '@linkang/shared/api/policy';
import { NavLink, Outlet } from 'react-router-dom';
import { useAccount } from '../../api/sign-in';
import { PageHeader } from '../../components/page-header';
import './settings.css';

const tabs = [
  { path: '/settings/centre', name: '中心信息' },
  { path: '/settings/services', name: '服务项目' },
  { path: '/settings/booking', name: '预约规则' },
  { path: '/settings/packages', name: '服务包' },
  { path: '/settings/texts', name: '协议与同意书' },
  { path: '/settings/proxies', name: '家人代办' },
  { path: '/settings/articles', name: '健康文章' },
  { path: '/settings/security', name: '登录安全', route: 'centre.saveSecurity' },
] as const;

/** Head of the set-up's pages and the way between them. */
export function SettingsFrame() {
  const roles = useAccount()?.roles ?? [];
  const shown = tabs.filter((tab) => !('route' in tab) || staffMay(roles, tab.route));
  return (
    <>
      <PageHeader title="中心设置" note="保存后几秒内在小程序和工作台生效，每次修改都有记录。" />
      <nav aria-label="中心设置" className="setting-tabs">
        <ul>
          {shown.map(({ path, name }) => (
            <li key={path}>
              <NavLink to={path}>{name}</NavLink>
            </li>
          ))}
        </ul>
      </nav>
      <Outlet />
    </>
  );
}
