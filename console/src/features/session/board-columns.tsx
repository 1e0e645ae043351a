import { Link } from 'react-router-dom';
import { DoctorFace } from '../../components/doctor-face';
import { EmptyNote } from '../../components/empty-note';
import { sessionWords, StateTag } from '../../components/state-tag';
import { spanText } from '../../components/words';
import { arrivalsLink, groupSessions, type BoardGroup, type BoardSession, type BoardSide } from './board-groups';

interface BoardColumnsProps {
  day: string;
  side: BoardSide;
  sessions: readonly BoardSession[];
}

function BoardCard({ day, side, session }: { day: string; side: BoardSide; session: BoardSession }) {
  const { serviceName, booked, capacity, arrived, waiting, state } = session;
  return (
    <li className="board-card">
      <Link to={arrivalsLink(day, session)}>
        {spanText(session)} {serviceName}
      </Link>
      <div className="soft">{side === 'doctor' ? session.place : (session.doctor?.name ?? '没有指定医生')}</div>
      <dl className="board-counts">
        <div>
          <dt>已约</dt>
          <dd>
            {booked} / {capacity}
          </dd>
        </div>
        <div>
          <dt>到诊</dt>
          <dd>{arrived}</dd>
        </div>
        <div>
          <dt>在等</dt>
          <dd>{waiting}</dd>
        </div>
      </dl>
      <StateTag word={sessionWords[state]} />
    </li>
  );
}

function BoardColumn({ day, side, group }: { day: string; side: BoardSide; group: BoardGroup }) {
  const headingId = `board-${group.key || 'none'}`;
  return (
    <section className="panel board-column" aria-labelledby={headingId}>
      <div className="doctor-name">
        {group.doctor && <DoctorFace name={group.name} photoUrl={group.doctor.photoUrl} />}
        <div>
          <h2 id={headingId}>{group.name}</h2>
          {group.doctor && <div className="soft">{group.doctor.title}</div>}
        </div>
      </div>
      <ul>
        {group.sessions.map((session) => (
          <BoardCard key={session.id} day={day} side={side} session={session} />
        ))}
      </ul>
    </section>
  );
}

/** A column for each doctor or room of the day. */
export function BoardColumns({ day, side, sessions }: BoardColumnsProps) {
  if (sessions.length === 0) return <EmptyNote text="这一天没有场次" />;
  return (
    <div className="board">
      {groupSessions(sessions, side).map((group) => (
        <BoardColumn key={group.key} day={day} side={side} group={group} />
      ))}
    </div>
  );
}
