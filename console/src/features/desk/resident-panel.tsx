import type { Booking } from '@linkang/shared/api/booking.routes';
import type { Resident } from '@linkang/shared/api/resident.routes';
import { staffMay } from '@linkang/shared/api/policy';
import { isAdult } from '@linkang/shared/domain/guardianship';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { Link, useNavigate } from 'react-router-dom';
import { hasCode } from '../../api/api-error';
import { residentApi } from '../../api/clients';
import { useAccount } from '../../api/sign-in';
import { QueryView } from '../../components/query-view';
import { dayText, sexNames, todayDay } from '../../components/words';
import { BookingSteps } from './booking-steps';
import { CardsDrawer } from './cards-drawer';
import { ComingBookings } from './coming-bookings';
import { EmergencyBanner } from './emergency-banner';
import { LimitedView } from './limited-view';
import { PastNotes } from './past-notes';
import { IdNumberDialog } from './id-number-dialog';
import { PlanDrawer } from './plan-drawer';
import { ProxyDrawer } from './proxy-drawer';
import { SensitiveFlags } from './sensitive-flags';

// The schema that checks the form comes with it, only when it is needed.
const GuardiansDrawer = lazy(async () => ({ default: (await import('./guardians-drawer')).GuardiansDrawer }));
const ProfileDrawer = lazy(async () => ({ default: (await import('./profile-drawer')).ProfileDrawer }));

interface ResidentPanelProps {
  residentId: string;
  onSlip: (booking: Booking) => void;
  onCard: () => void;
  onPaperCard: () => void;
}

const addressText = ({ communityName, detail }: Resident['address']): string =>
  [communityName, detail].filter(Boolean).join(' ') || '未留';

function ResidentFacts({ resident }: { resident: Resident }) {
  const facts: [string, string][] = [
    ['性别年龄', `${sexNames[resident.sex]} ${resident.age}岁`],
    ['出生日期', dayText(resident.birthDay)],
    [resident.idType === 'residentId' ? '证件号' : '出生医学证明', resident.idNumberMasked],
    ...(resident.idType === 'residentId' && resident.certificateMasked
      ? [['出生医学证明', resident.certificateMasked] satisfies [string, string]]
      : []),
    ['电话', resident.phoneMasked ?? '未留'],
    ['住址', addressText(resident.address)],
    ['免费年度体检', resident.seniorPhysicalEligible ? '符合年龄条件' : '未到年龄'],
  ];
  return (
    <dl className="resident-facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

interface ResidentActionsProps extends Pick<ResidentPanelProps, 'onCard' | 'onPaperCard'> {
  resident: Resident;
}

/** What else is done for a person: the cards, the contact, the relatives. */
function ResidentActions({ resident, onCard, onPaperCard }: ResidentActionsProps) {
  const roles = useAccount()?.roles ?? [];
  const navigate = useNavigate();
  const [open, setOpen] = useState<'profile' | 'proxies' | 'cards' | 'guardians' | 'idNumber' | 'plan' | null>(null);
  const close = (): void => setOpen(null);
  return (
    <div className="button-row">
      <Button onClick={onCard}>打印就诊卡</Button>
      {staffMay(roles, 'card.issue') && <Button onClick={() => setOpen('cards')}>报到卡</Button>}
      {staffMay(roles, 'followup.ofResident') && <Link to={`/follow-ups/people/${resident.id}`}>慢病随访</Link>}
      {staffMay(roles, 'prescription.give') && <Link to={`/health-prescriptions/people/${resident.id}`}>健康处方</Link>}
      {staffMay(roles, 'resident.update') && <Button onClick={() => setOpen('profile')}>修改资料</Button>}
      {staffMay(roles, 'record.get') && <Link to={`/records/${resident.id}`}>健康档案</Link>}
      {staffMay(roles, 'proxy.ofResident') && <Button onClick={() => setOpen('proxies')}>家人代办</Button>}
      {staffMay(roles, 'plan.ofResident') && <Button onClick={() => setOpen('plan')}>服务计划</Button>}
      {!isAdult(resident.birthDay, todayDay()) && <Button onClick={() => setOpen('guardians')}>监护人</Button>}
      {resident.idType === 'birthCertificate' && <Button onClick={() => setOpen('idNumber')}>补登身份证号</Button>}
      {staffMay(roles, 'measurement.list') && (
        <Button onClick={() => void navigate(`/measurements/${resident.id}`)}>家庭自测</Button>
      )}
      {open === 'guardians' && (
        <Suspense fallback={null}>
          <GuardiansDrawer resident={resident} onClose={close} />
        </Suspense>
      )}
      {open === 'plan' && <PlanDrawer resident={resident} onClose={close} />}
      {open === 'idNumber' && <IdNumberDialog resident={resident} onClose={close} />}
      {open === 'profile' && (
        <Suspense fallback={null}>
          <ProfileDrawer resident={resident} onClose={close} />
        </Suspense>
      )}
      {open === 'cards' && <CardsDrawer resident={resident} onPrint={onPaperCard} onClose={close} />}
      {open === 'proxies' && <ProxyDrawer resident={resident} onClose={close} />}
    </div>
  );
}

/** The person at the desk: who it is, what is booked, and a new booking. */
export function ResidentPanel({ residentId, onSlip, onCard, onPaperCard }: ResidentPanelProps) {
  const [moving, setMoving] = useState<Booking | null>(null);
  const query = useQuery({
    queryKey: ['resident', residentId],
    queryFn: () => residentApi.get({ params: { id: residentId } }),
  });
  // Also where the record was open until now: what was read before leaves the screen.
  if (hasCode(query.error, 'ACCESS_LIMITED'))
    return (
      <section className="panel" aria-label="居民">
        <LimitedView residentId={residentId} />
      </section>
    );
  return (
    <section className="panel" aria-label="居民">
      <QueryView query={query}>
        {(resident) => (
          <>
            <EmergencyBanner residentId={residentId} />
            <div className="resident-head">
              <h2>{resident.name}</h2>
              <ResidentActions resident={resident} onCard={onCard} onPaperCard={onPaperCard} />
            </div>
            <ResidentFacts resident={resident} />
            <SensitiveFlags residentId={residentId} />
            <ComingBookings residentId={residentId} onMove={setMoving} onSlip={onSlip} />
            <PastNotes residentId={residentId} />
            <BookingSteps
              key={moving?.id ?? 'new'}
              residentId={residentId}
              moving={moving}
              onLeave={() => setMoving(null)}
              onBooked={onSlip}
            />
          </>
        )}
      </QueryView>
    </section>
  );
}
