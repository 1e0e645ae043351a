import type { Booking } from '@linkang/shared/api/booking.routes';
import { Button } from 'antd';
import { useState } from 'react';
import { useLocation } from 'react-router-dom';
import { PageHeader } from '../../components/page-header';
import { PaperCards } from '../../components/paper-cards';
import { PersonSearch } from '../../components/person-search';
import { personAtDesk } from '../../components/at-desk';
import { CardView } from './card-view';
import './desk.css';
import { NewResident } from './new-resident';
import { ResidentPanel } from './resident-panel';
import { SlipView } from './slip-view';

type View =
  | { kind: 'search' }
  | { kind: 'new'; typed: string }
  | { kind: 'person'; residentId: string }
  | { kind: 'slip'; booking: Booking }
  | { kind: 'card'; residentId: string }
  | { kind: 'paperCard'; residentId: string };

/** Serving a person who stands at the desk: find or register, book, print the slip. */
export function DeskPage() {
  const linked = personAtDesk(useLocation().state);
  const [view, setView] = useState<View>(linked ? { kind: 'person', residentId: linked } : { kind: 'search' });
  const open = (residentId: string): void => setView({ kind: 'person', residentId });
  if (view.kind === 'slip')
    return (
      <SlipView
        booking={view.booking}
        onNext={() => setView({ kind: 'search' })}
        onBack={() => open(view.booking.residentId)}
      />
    );
  if (view.kind === 'card') return <CardView residentId={view.residentId} onBack={() => open(view.residentId)} />;
  if (view.kind === 'paperCard')
    return (
      <PaperCards
        residentIds={[view.residentId]}
        back={<Button onClick={() => open(view.residentId)}>返回居民</Button>}
      />
    );
  return (
    <>
      <PageHeader title="前台" note="刷身份证、输入手机号或姓名，按回车查找。查看居民信息会记入日志。" />
      <section className="panel" aria-label="查找居民">
        <PersonSearch
          onSearch={() => setView({ kind: 'search' })}
          onOpen={open}
          onMissing={(typed) => setView({ kind: 'new', typed })}
        />
      </section>
      {view.kind === 'new' && <NewResident key={view.typed} typed={view.typed} onOpen={open} />}
      {view.kind === 'person' && (
        <ResidentPanel
          key={view.residentId}
          residentId={view.residentId}
          onSlip={(booking) => setView({ kind: 'slip', booking })}
          onCard={() => setView({ kind: 'card', residentId: view.residentId })}
          onPaperCard={() => setView({ kind: 'paperCard', residentId: view.residentId })}
        />
      )}
    </>
  );
}
