import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router-dom';
import type { Session } from '@linkang/shared/api/session.routes';
import { sessionApi } from '../../api/clients';
import { BookingsTable } from '../../components/bookings-table';
import { PageHeader } from '../../components/page-header';
import { QueryView } from '../../components/query-view';
import { sessionWords, StateTag } from '../../components/state-tag';
import { dayText, instantText, spanText } from '../../components/words';

const whenAndWhere = (session: Session): string =>
  [`${dayText(session.day)} ${spanText(session)}`, session.place, session.doctor?.name, session.visitingHospital]
    .filter(Boolean)
    .join(' · ');

const seatsText = (session: Session): string => {
  const seats = `余 ${session.remaining} / 共 ${session.capacity}`;
  const releases = session.state === 'notReleased' && session.releaseAt;
  return releases ? `${seats}，${instantText(releases)} 放号` : seats;
};

function SessionDetail({ session }: { session: Session }) {
  return (
    <>
      <div className="screen-only">
        <PageHeader
          title={session.serviceName}
          note={`${whenAndWhere(session)} · ${seatsText(session)}`}
          back={<Link to="/sessions">返回场次列表</Link>}
          actions={<StateTag word={sessionWords[session.state]} />}
        />
      </div>
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
  const query = useQuery({ queryKey: ['session', id], queryFn: () => sessionApi.get({ params: { id } }) });
  return (
    <QueryView query={query} title="预约名单">
      {(session) => <SessionDetail session={session} />}
    </QueryView>
  );
}
