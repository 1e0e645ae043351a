import type { PlannedRange, PlannedRow } from '@linkang/shared/api/schedule.routes';
import { daysFrom } from '@linkang/shared/domain/schedule';
import { Link } from 'react-router-dom';
import { StateTag } from '../../components/state-tag';
import { spanText, todayDay } from '../../components/words';
import { kindWords, outcomeNotes, outcomeWords, weekdayOptions, weekdayText } from './schedule-words';
import './schedule.css';

const monthDay = (day: string): string => `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`;

function PlannedItem({ row }: { row: PlannedRow }) {
  const note = row.outcome === 'closed' ? row.reason : outcomeNotes[row.outcome];
  const who = [row.doctorName, row.visitingHospital].filter(Boolean).join(' · ');
  return (
    <li>
      <div>{spanText(row)}</div>
      <div>
        {row.sessionId ? <Link to={`/sessions/${row.sessionId}`}>{row.serviceName}</Link> : row.serviceName}{' '}
        {row.capacity}
        个号
      </div>
      {who && <div className="soft">{who}</div>}
      <StateTag word={outcomeWords[row.outcome]} />
      {note && <div className="soft">{note}</div>}
    </li>
  );
}

function DayCell({ day, plan }: { day: string; plan: PlannedRange }) {
  const items = plan.items.filter((row) => row.day === day);
  const marks = plan.days.filter((row) => row.day === day);
  return (
    <td className={day < todayDay() ? 'is-over' : undefined}>
      <div className="day-head">
        <strong>{day === todayDay() ? `${monthDay(day)} 今天` : monthDay(day)}</strong>
        {marks.map(({ kind, name, weekday }) => (
          <span key={kind}>
            <StateTag word={kindWords[kind]} /> {name}
            {weekday !== null && `，按${weekdayText(weekday)}`}
          </span>
        ))}
      </div>
      {items.length === 0 ? (
        <span className="soft">没有安排</span>
      ) : (
        <ul>
          {items.map((row) => (
            <PlannedItem key={row.templateId} row={row} />
          ))}
        </ul>
      )}
    </td>
  );
}

/** Two weeks, a column for each weekday, with what would be opened and what not and why. */
export function PreviewCalendar({ fromDay, toDay, plan }: { fromDay: string; toDay: string; plan: PlannedRange }) {
  const days = daysFrom(fromDay, toDay);
  return (
    <table className="two-weeks">
      <caption className="visually-hidden">
        {monthDay(fromDay)}到{monthDay(toDay)}的排班
      </caption>
      <thead>
        <tr>
          {weekdayOptions.map(({ value, label }) => (
            <th key={value} scope="col">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {[days.slice(0, 7), days.slice(7)].map((week) => (
          <tr key={week[0]}>
            {week.map((day) => (
              <DayCell key={day} day={day} plan={plan} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
