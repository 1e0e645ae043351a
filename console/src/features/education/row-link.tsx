import { staffMay } from '@linkang/shared/api/policy';
import { Link } from 'react-router-dom';
import { useAccount } from '../../api/sign-in';

/** A way to what makes a number; words only for those who do not see activities. */
export function RowLink({ to, text }: { to: string; text: string }) {
  const roles = useAccount()?.roles ?? [];
  const isClosed = to.startsWith('/lectures/') && !staffMay(roles, 'lecture.create');
  return isClosed ? <span>{text}</span> : <Link to={to}>{text}</Link>;
}
