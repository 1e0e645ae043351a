import { PrinterOutlined } from '@ant-design/icons';
import type { Booking } from '@linkang/shared/api/booking.routes';
import { maskName } from '@linkang/shared/domain/masking';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { residentApi } from '../../api/clients';
import { useCentre } from '../../api/use-centre';
import { PageHeader } from '../../components/page-header';
import { QueryView } from '../../components/query-view';
import { dayText } from '../../components/words';

interface SlipViewProps {
  booking: Booking;
  onNext: () => void;
  onBack: () => void;
}

/** What the person takes home: large enough to be read without glasses, the name not readable by a finder. */
function Slip({ booking, name }: { booking: Booking; name: string }) {
  const centre = useCentre();
  return (
    <article className="slip" aria-label="预约凭条">
      <p className="slip-centre">{centre.data?.name}</p>
      <h2>预约凭条</h2>
      <p className="slip-name">{maskName(name)}</p>
      <p className="slip-number">
        {booking.number}
        <span>号</span>
      </p>
      <p className="slip-when">
        {dayText(booking.day)} {booking.startTime}
      </p>
      <p className="slip-where">{[booking.place, booking.doctorName].filter(Boolean).join(' · ')}</p>
      <p>{booking.lectureTitle ?? booking.serviceName}</p>
      {booking.preparation.length > 0 && (
        <>
          <h3>来之前请准备</h3>
          <ul>
            {booking.preparation.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </>
      )}
      <p className="slip-phone">不能来请打电话：{centre.data?.phone}</p>
    </article>
  );
}

/** The slip on the screen as it comes out of the printer; Enter prints. */
export function SlipView({ booking, onNext, onBack }: SlipViewProps) {
  const query = useQuery({
    queryKey: ['resident', booking.residentId],
    queryFn: () => residentApi.get({ params: { id: booking.residentId } }),
    staleTime: 60_000,
  });
  return (
    <QueryView query={query} title="预约凭条">
      {({ name }) => (
        <>
          <div className="screen-only">
            <PageHeader
              title="预约成功"
              note="请把凭条交给居民，并说一遍时间和地点。"
              actions={
                <>
                  <Button
                    type="primary"
                    autoFocus
                    icon={<PrinterOutlined aria-hidden />}
                    onClick={() => window.print()}
                  >
                    打印凭条
                  </Button>
                  <Button onClick={onNext}>下一位</Button>
                  <Button onClick={onBack}>返回居民</Button>
                </>
              }
            />
          </div>
          <Slip booking={booking} name={name} />
        </>
      )}
    </QueryView>
  );
}
