import type { ReactNode } from 'react';
import { useEffect } from 'react';

interface PageHeaderProps {
  title: string;
  /** One sentence below the title. */
  note?: ReactNode;
  /** Buttons at the right. */
  actions?: ReactNode;
  /** A way back, above the title. */
  back?: ReactNode;
}

/** Sets the browser's title. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} - 邻康工作台`;
  }, [title]);
}

/** Head of a page: the only h1, its note and its main buttons; sets the browser's title. */
export function PageHeader({ title, note, actions, back }: PageHeaderProps) {
  usePageTitle(title);
  return (
    <div className="page-header">
      {back}
      <div className="page-header-row">
        <div>
          <h1>{title}</h1>
          {note && <p className="page-header-note">{note}</p>}
        </div>
        {actions && <div className="page-header-actions">{actions}</div>}
      </div>
    </div>
  );
}
