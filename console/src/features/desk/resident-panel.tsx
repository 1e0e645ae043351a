import type { Booking } from '@linkang/shared/api/booking.routes';
import type { Resident } from '@linkang/shared/api/resident.routes';
import { useQuery } from '@tanstack/react-query';
import { residentApi } from '../../api/clients';
import { QueryView } from '../../components/query-view';
import { dayText, sexNames } from '../../components/words';
import { BookingSteps } from './booking-steps';
import { ComingBookings } from './coming-bookings';

interface ResidentPanelProps {
  residentId: string;
  onSlip: (booking: Booking) => void;
}

const addressText = ({ communityName, detail }: Resident['address']): string =>
  [communityName, detail].filter(Boolean).join(' ') || '未留';

function ResidentFacts({ resident }: { resident: Resident }) {
  const facts: [string, string][] = [
    ['性别年龄', `${sexNames[resident.sex]} ${resident.age}岁`],
    ['出生日期', dayText(resident.birthDay)],
    ['证件号', resident.idNumberMasked],
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

/** The person at the desk: who it is, what is booked, and a new booking. */
export function ResidentPanel({ residentId, onSlip }: ResidentPanelProps) {
  const query = useQuery({
    queryKey: ['resident', residentId],
    queryFn: () => residentApi.get({ params: { id: residentId } }),
  });
  return (
    <section className="panel" aria-label="居民">
      <QueryView query={query}>
        {(resident) => (
          <>
            <h2>{resident.name}</h2>
            <ResidentFacts resident={resident} />
            <ComingBookings residentId={residentId} onSlip={onSlip} />
            <BookingSteps residentId={residentId} onBooked={onSlip} />
          </>
        )}
      </QueryView>
    </section>
  );
}
