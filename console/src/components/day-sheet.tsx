import type { BookingStatus } from '@linkang/shared/api/session.routes';
import { useCentre } from '../api/use-centre';
import './day-sheet.css';
import { bookingWords } from './state-tag';
import { instantText, sexNames } from './words';

interface SheetRow {
  id: string;
  number: number;
  residentName: string;
  sex: 'male' | 'female';
  age: number;
  phoneMasked: string | null;
  startTime: string;
  status: BookingStatus;
}

interface DaySheetProps {
  title: string;
  note: string;
  rows: readonly SheetRow[];
}

const hasGivenUp = (row: SheetRow): boolean => row.status === 'cancelled' || row.status === 'moved';

/** The list on A4 paper, with room to tick who came; seen in print only. */
export function DaySheet({ title, note, rows }: DaySheetProps) {
  const centre = useCentre();
  return (
    <section className="day-sheet print-only" aria-hidden="true">
      <h2>
        {centre.data?.name} {title}
      </h2>
      <p>
        {note} · 共 {rows.filter((row) => !hasGivenUp(row)).length} 人 · 打印于 {instantText(new Date().toISOString())}
      </p>
      <table>
        <thead>
          <tr>
            {['号', '姓名', '性别/年龄', '电话', '时间', '状态', '到场', '备注'].map((name) => (
              <th key={name}>{name}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} className={hasGivenUp(row) ? 'given-up' : ''}>
              <td>{row.number}</td>
              <td>{row.residentName}</td>
              <td>{`${sexNames[row.sex]} / ${row.age}岁`}</td>
              <td>{row.phoneMasked ?? '未留'}</td>
              <td>{row.startTime}</td>
              <td>{bookingWords[row.status][0]}</td>
              <td className="tick">{hasGivenUp(row) ? '' : '□'}</td>
              <td className="remark" />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
