import type { ReactNode } from 'react';
import { Navigate, useLocation } from 'react-router-dom';
import { useAccount } from '../api/sign-in';
import './full-page.css';

/** A page without menu that is shown to people in the house; staff sign in before. */
export function FullPage({ children }: { children: ReactNode }) {
  const account = useAccount();
  const { pathname, search } = useLocation();
  if (!account) return <Navigate to={`/sign-in?from=${encodeURIComponent(pathname + search)}`} replace />;
  return <main className="full-page">{children}</main>;
}
