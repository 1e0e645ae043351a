import { Link, Outlet, useLocation } from 'react-router-dom';
import { PageHeader } from '../../components/page-header';
import './education.css';

const tabs = [
  { to: '/education', name: '全年达标' },
  { to: '/education/boards', name: '宣传栏' },
  { to: '/education/materials?sort=print', name: '印刷资料' },
  { to: '/education/materials?sort=av', name: '音像资料' },
  { to: '/education/figures', name: '工作数字' },
] as const;

/** Head of the ledgers' pages and the way between them. */
export function EducationFrame() {
  const { pathname, search } = useLocation();
  const here = pathname.endsWith('/materials') && !search.includes('sort=av') ? '/materials?sort=print' : '';
  const isHere = (to: string): boolean =>
    here === '' ? to === `${pathname}${pathname.endsWith('/materials') ? '?sort=av' : ''}` : to.endsWith(here);
  return (
    <>
      <PageHeader title="健康教育台账" note="宣传栏、印刷资料、音像资料，和全年做了多少、还差多少。" />
      <nav aria-label="健康教育台账" className="education-tabs">
        <ul>
          {tabs.map(({ to, name }) => (
            <li key={to}>
              <Link to={to} {...(isHere(to) ? { 'aria-current': 'page' as const } : {})}>
                {name}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <Outlet />
    </>
  );
}
