import { EditOutlined } from '@ant-design/icons';
import { staffMay } from '@linkang/shared/api/policy';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { Link, useParams } from 'react-router-dom';
import type { Session } from '@linkang/shared/api/session.routes';
import { sessionApi } from '../../api/clients';
import { useAccount } from '../../api/sign-in';
import { BookingsTable } from '../../components/bookings-table';
import { PageHeader } from '../../components/page-header';
import { QueryView } from '../../components/query-view';
import { sessionWords, StateTag } from '../../components/state-tag';
import { dayText, instantText, spanText } from '../../components/words';
import { ClashPanel } from './clash-panel';

// The schema that checks the form comes with it, only when it is needed.
const EditSessionDrawer = lazy(async () => ({ default: (await import('./edit-session-drawer')).EditSessionDrawer }));

const LECTURE = 'lecture';

const whenAndWhere = (session: Session): string =>
  [`${dayText(session.day)} ${spanText(session)}`, session.place, session.doctor?.name, session.visitingHospital]
    .filter(Boolean)
    .join(' · ');

const seatsText = (session: Session): string => {
  const seats = `余 ${session.remaining} / 共 ${session.capacity}`;
  const releases = session.state === 'notReleased' && session.releaseAt;
  return releases ? `${seats}，${instantText(releases)} 放号` : seats;
};

const canEdit = (session: Session, roles: readonly string[]): boolean =>
  staffMay(roles, 'session.update') &&
  session.serviceCode !== LECTURE &&
  session.state !== 'suspended' &&
  session.state !== 'ended';

function SessionDetail({ session }: { session: Session }) {
  const roles = useAccount()?.roles ?? [];
  const [editing, setEditing] = useState(false);
  return (
    <>
      <div className="screen-only">
        <PageHeader
          title={session.serviceName}
          note={`${whenAndWhere(session)} · ${seatsText(session)}`}
          back={<Link to="/sessions">返回场次列表</Link>}
          actions={
            <>
              <StateTag word={sessionWords[session.state]} />
              {canEdit(session, roles) && (
                <Button icon={<EditOutlined aria-hidden />} onClick={() => setEditing(true)}>
                  修改时间地点
                </Button>
              )}
            </>
          }
        />
      </div>
      {staffMay(roles, 'session.clashes') && <ClashPanel sessionId={session.id} />}
      <section className="panel" aria-label="预约名单">
        <BookingsTable
          sessionId={session.id}
          sheetTitle={`${session.serviceName}名单`}
          sheetNote={whenAndWhere(session)}
          emptyText="这一场还没有人预约"
        />
      </section>
      {editing && (
        <Suspense fallback={null}>
          <EditSessionDrawer session={session} onClose={() => setEditing(false)} />
        </Suspense>
      )}
    </>
  );
}

/** One session and who booked it. */
export function SessionDetailPage() {
  const { id = '' } = useParams();
  const query = useQuery({ queryKey: ['session', id], queryFn: () => sessionApi.get({ params: { id } }) });
  return (
    <QueryView query={query} title="预约名单">
      {(session) => <SessionDetail session={session} />}
    </QueryView>
  );
}
