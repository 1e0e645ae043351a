import { staffMay } from '@linkang/shared/api/policy';
import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
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
import { SessionActions } from './session-actions';

const whenAndWhere = (session: Session): string =>
  [`${dayText(session.day)} ${spanText(session)}`, session.place, session.doctor?.name, session.visitingHospital]
    .filter(Boolean)
    .join(' · ');

const seatsText = (session: Session): string => {
  const seats = `余 ${session.remaining} / 共 ${session.capacity}`;
  const releases = session.state === 'notReleased' && session.releaseAt;
  return releases ? `${seats}，${instantText(releases)} 放号` : seats;
};

/** A suspended session: what has happened to its people, and where those stand who have to be phoned. */
function SuspendedNote({ linked }: { linked: boolean }) {
  return (
    <Alert
      className="screen-only"
      type="warning"
      showIcon
      style={{ marginBottom: 16 }}
      title="这一场已停诊，不能预约"
      description={
        <>
          <p>已给约了这一场的人发消息，并尽量另留了号。留不到号、没有答复的人要打电话。</p>
          {linked && <Link to="/phone-list">打开电话通知单</Link>}
        </>
      }
    />
  );
}

function SessionDetail({ session }: { session: Session }) {
  const roles = useAccount()?.roles ?? [];
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
              <SessionActions session={session} />
            </>
          }
        />
      </div>
      {session.state === 'suspended' && <SuspendedNote linked={staffMay(roles, 'notice.calls')} />}
      {staffMay(roles, 'notice.calls') && <ClashPanel sessionId={session.id} />}
      <section className="panel" aria-label="预约名单">
        <BookingsTable
          sessionId={session.id}
          sheetTitle={`${session.serviceName}名单`}
          sheetNote={whenAndWhere(session)}
          emptyText="这一场还没有人预约"
        />
      </section>
    </>
  );
}

/** One session and who booked it. */
export function SessionDetailPage() {
  const { id = '' } = useParams();
  const query = useQuery({ queryKey: ['session', id], queryFn: () => sessionApi.get({ params: { id }, query: {} }) });
  return (
    <QueryView query={query} title="预约名单">
      {(session) => <SessionDetail session={session} />}
    </QueryView>
  );
}
