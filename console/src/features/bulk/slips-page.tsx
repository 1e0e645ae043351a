import { PrinterOutlined } from '@ant-design/icons';
import type { BulkRow, BulkRun } from '@linkang/shared/api/bulk.routes';
import { Button } from 'antd';
import { Link } from 'react-router-dom';
import { useCentre } from '../../api/use-centre';
import { EmptyNote } from '../../components/empty-note';
import { PageHeader } from '../../components/page-header';
import { QueryView } from '../../components/query-view';
import { dayText } from '../../components/words';
import './slips.css';
import { useRun } from './use-run';

type Booked = BulkRow & { booking: NonNullable<BulkRow['booking']> };

const isComing = (row: BulkRow): row is Booked => row.booking?.status === 'booked';

/** One person's slip: it is handed over, so the name stands in full. */
function Slip({ row: { residentName, booking } }: { row: Booked }) {
  const centre = useCentre();
  return (
    <article className="bulk-slip" aria-label={`${residentName}的纸条`}>
      <div>
        <p className="bulk-slip-name">{residentName}</p>
        <p className="bulk-slip-what">{booking.serviceName}</p>
        <p className="bulk-slip-when">
          {dayText(booking.day)} {booking.startTime}
        </p>
        <p className="bulk-slip-number">
          <strong>{booking.number}</strong>号
        </p>
        <p className="bulk-slip-where">{[booking.place, booking.doctorName].filter(Boolean).join(' · ')}</p>
        <p className="bulk-slip-phone">
          {centre.data?.name}
          <br />
          不能来请打电话：<strong className="nowrap">{centre.data?.phone}</strong>
        </p>
      </div>
      <div>
        {booking.preparation.length > 0 && (
          <>
            <h2>来之前请准备</h2>
            <ul>
              {booking.preparation.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          </>
        )}
      </div>
    </article>
  );
}

function Slips({ run }: { run: BulkRun }) {
  const rows = run.rows.filter(isComing);
  return (
    <>
      <div className="screen-only">
        <PageHeader
          title="打印纸条"
          note={`共 ${rows.length} 张，A4 纸每页 3 张，沿虚线裁开交给居民。`}
          back={<Link to={`/building-days/${run.id}`}>返回预约结果</Link>}
          actions={
            <Button
              type="primary"
              autoFocus
              disabled={rows.length === 0}
              icon={<PrinterOutlined aria-hidden />}
              onClick={() => window.print()}
            >
              打印纸条
            </Button>
          }
        />
        {rows.length === 0 && <EmptyNote text="没有要打印的纸条" />}
      </div>
      <div className="bulk-slips">
        {rows.map((row) => (
          <Slip key={row.residentId} row={row} />
        ))}
      </div>
    </>
  );
}

/** The slips of everybody who was booked, three on a sheet. */
export function SlipsPage() {
  const query = useRun();
  return (
    <QueryView query={query} title="打印纸条">
      {(run) => <Slips run={run} />}
    </QueryView>
  );
}
