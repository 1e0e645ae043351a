import type { Enrolment, FollowUp, FollowupRoutes } from '@linkang/shared/api/followup.routes';
import { staffMay } from '@linkang/shared/api/policy';
import type { CallReply } from '@linkang/shared/api/route';
import { ageOn } from '@linkang/shared/domain/clinic-day';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router-dom';
import { followupApi } from '../../api/clients';
import { useAccount } from '../../api/sign-in';
import { EmptyNote } from '../../components/empty-note';
import { PageHeader } from '../../components/page-header';
import { Loading, QueryView } from '../../components/query-view';
import { sexNames, todayDay } from '../../components/words';
import { EnrolDialog } from './enrol-dialog';
import { EnrolmentCard } from './enrolment-card';
import { TrendChart } from './trend-chart';
import { VisitList } from './visit-list';
import './followup.css';

// The forms of all programmes come with it, only when somebody fills one in.
const VisitForm = lazy(async () => ({ default: (await import('./visit-form')).VisitForm }));

type Seen = CallReply<FollowupRoutes['ofResident']>;

/** What is done on the page: looked at, a new visit, or an amendment. */
type Doing = { kind: 'look' } | { kind: 'visit' } | { kind: 'amend'; visit: FollowUp };

const inCare = ({ status, kind }: Enrolment): boolean => status !== 'ended' && kind === 'managed';

interface HeadProps {
  residentId: string;
  seen: Seen;
  /** While a form is open it has the buttons. */
  isBusy: boolean;
  onVisit: () => void;
  onEnrol: () => void;
}

function Head({ residentId, seen, isBusy, onVisit, onEnrol }: HeadProps) {
  const roles = useAccount()?.roles ?? [];
  const { name, birthDay, sex } = seen.person;
  return (
    <PageHeader
      back={<Link to="/follow-ups">返回随访名单</Link>}
      title={`${name}的慢病随访`}
      note={`${sexNames[sex]} ${ageOn(birthDay, todayDay())}岁`}
      actions={
        !isBusy && (
          <>
            {staffMay(roles, 'prescription.ofResident') && (
              <Link to={`/health-prescriptions/people/${residentId}`}>健康处方</Link>
            )}
            {staffMay(roles, 'followup.enrol') && <Button onClick={onEnrol}>纳入管理</Button>}
            {staffMay(roles, 'followup.create') && seen.enrolments.some(inCare) && (
              <Button type="primary" onClick={onVisit}>
                记一次随访
              </Button>
            )}
          </>
        )
      }
    />
  );
}

function Overview({ seen, onAmend }: { seen: Seen; onAmend: (visit: FollowUp) => void }) {
  const { enrolments, visits } = seen;
  if (enrolments.length === 0) return <EmptyNote text="还没有纳入慢病管理" />;
  return (
    <>
      <div className="followup-cards">
        {enrolments.map((enrolment) => (
          <EnrolmentCard key={enrolment.id} enrolment={enrolment} />
        ))}
      </div>
      <TrendChart visits={visits} birthDay={seen.person.birthDay} />
      <VisitList visits={visits} onAmend={onAmend} />
    </>
  );
}

/** One person's programmes: how it goes, the visits, and the form of a new one. */
export function PersonPage() {
  const { id = '' } = useParams();
  const [search, setSearch] = useSearchParams();
  const [doing, setDoing] = useState<Doing>({ kind: 'look' });
  const [isEnrolling, setEnrolling] = useState(search.has('enrol'));
  const query = useQuery({
    queryKey: ['follow-ups-of', id],
    queryFn: () => followupApi.ofResident({ params: { id } }),
  });
  const look = (): void => setDoing({ kind: 'look' });
  const closeEnrol = (): void => {
    setEnrolling(false);
    // Opened from a task: the address would open it again.
    if (search.has('enrol')) setSearch({}, { replace: true });
  };
  return (
    <QueryView query={query} title="慢病随访">
      {(seen) => (
        <>
          <Head
            residentId={id}
            seen={seen}
            isBusy={doing.kind !== 'look'}
            onVisit={() => setDoing({ kind: 'visit' })}
            onEnrol={() => setEnrolling(true)}
          />
          {doing.kind === 'look' ? (
            <Overview seen={seen} onAmend={(visit) => setDoing({ kind: 'amend', visit })} />
          ) : (
            <Suspense fallback={<Loading />}>
              <VisitForm
                residentId={id}
                seen={seen}
                amended={doing.kind === 'amend' ? doing.visit : null}
                onClose={look}
              />
            </Suspense>
          )}
          {isEnrolling && (
            <EnrolDialog
              residentId={id}
              programme={search.get('enrol')}
              taskId={search.get('task')}
              onClose={closeEnrol}
            />
          )}
        </>
      )}
    </QueryView>
  );
}
