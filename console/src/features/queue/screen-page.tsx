import type { QueueBoard } from '@linkang/shared/api/queue.routes';
import { dayOf, timeOf } from '@linkang/shared/domain/clinic-day';
import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router-dom';
import { errorText } from '../../api/api-error';
import { queueApi } from '../../api/clients';
import { useCentre } from '../../api/use-centre';
import { usePageTitle } from '../../components/page-header';
import { dayText } from '../../components/words';
import { FullPage } from '../../components/full-page';
import './screen.css';
import { callText, useAnnounce, type Call } from './use-announce';
import { useClock } from './use-clock';

const REFRESH_MS = 2500;
/** From this age on the screen says of what time it is. */
const STALE_MS = 10_000;
/** Rooms that fit on a screen in letters that are read from five metres. */
const ROOMS_A_PAGE = 4;
const PAGE_MS = 10_000;

type Room = QueueBoard['items'][number];

/** One line, whatever there is to say: the numbers keep their size. */
function factsOf(room: Room): string {
  const inside = room.called.slice(1).map((one) => `${one.number}号`);
  return [
    room.serviceName,
    room.doctorName,
    inside.length > 0 && `也在就诊 ${inside.join('、')}`,
    room.waiting > room.next.length && `${room.waiting} 人在等`,
  ]
    .filter(Boolean)
    .join(' · ');
}

interface RoomPanelProps {
  room: Room;
  latest: Call | undefined;
  /** Beside others there is room for the numbers of those who come next, in letters that are read from afar. */
  isAlone: boolean;
}

/** One room: who is called, who comes next. */
function RoomPanel({ room, latest, isAlone }: RoomPanelProps) {
  const [current] = room.called;
  const isNew = current !== undefined && latest?.id === `${room.sessionId} ${current.number} ${current.calledAt}`;
  return (
    <section className={isNew ? 'room room-new' : 'room'} aria-label={room.place}>
      <h2>{room.place}</h2>
      <p className="room-what">{factsOf(room)}</p>
      {current ? (
        <p className="room-called">
          <span className="room-word">请</span>
          <strong>{current.number}号</strong>
          <span className="room-name">{current.maskedName}</span>
        </p>
      ) : (
        <p className="room-called room-quiet">还没有叫号</p>
      )}
      <p className="room-next">
        <span className="room-word">{room.next.length > 0 ? '请准备' : '没有人在等'}</span>
        {room.next.map((one) => (
          <span key={one.number} className="room-one">
            <b>{one.number}号</b> {isAlone && one.maskedName}
          </span>
        ))}
      </p>
    </section>
  );
}

/** What the screen says of itself: offline, without a voice, or nothing. */
function Foot({ updatedAtMs, nowMs, hasVoice }: { updatedAtMs: number; nowMs: number; hasVoice: boolean }) {
  const isStale = nowMs - updatedAtMs > STALE_MS;
  return (
    <footer className="board-foot">
      <span role="status">
        {isStale && (
          <strong className="board-stale">网络断开，这是 {timeOf(new Date(updatedAtMs))} 的情况，请听叫号</strong>
        )}
      </span>
      <span>{hasVoice ? '叫到号会播报两遍' : '这台电脑没有中文语音，请看屏幕上的号'}</span>
      {/* The press also lets the browser speak, which it does not before somebody touched the page. */}
      <button type="button" onClick={() => void document.documentElement.requestFullscreen().catch(() => undefined)}>
        全屏显示
      </button>
    </footer>
  );
}

function Board({ board, updatedAtMs }: { board: QueueBoard; updatedAtMs: number }) {
  const nowMs = useClock(1000);
  const { latest, hasVoice } = useAnnounce(board);
  const pages = Math.max(1, Math.ceil(board.items.length / ROOMS_A_PAGE));
  const page = Math.floor(nowMs / PAGE_MS) % pages;
  const rooms = board.items.slice(page * ROOMS_A_PAGE, (page + 1) * ROOMS_A_PAGE);
  return (
    <>
      <p className="visually-hidden" aria-live="assertive">
        {latest ? callText(latest) : ''}
      </p>
      <div className={`rooms rooms-${rooms.length}`}>
        {rooms.map((room) => (
          <RoomPanel key={room.sessionId} room={room} latest={latest} isAlone={rooms.length === 1} />
        ))}
        {rooms.length === 0 && <p className="board-empty">现在没有门诊</p>}
      </div>
      {pages > 1 && (
        <p className="board-pages">
          第 {page + 1} 屏，共 {pages} 屏
        </p>
      )}
      <Foot updatedAtMs={updatedAtMs} nowMs={nowMs} hasVoice={hasVoice} />
    </>
  );
}

function BoardHead() {
  const centre = useCentre();
  const now = new Date(useClock(1000));
  return (
    <header className="board-head">
      <h1>{centre.data?.name ?? ''} 候诊</h1>
      <span>{dayText(dayOf(now))}</span>
      <time>{timeOf(now)}</time>
    </header>
  );
}

/** The screen in the waiting room, of all rooms or of one (`?place=`). */
export function ScreenPage() {
  usePageTitle('候诊大屏');
  const [search] = useSearchParams();
  const place = search.get('place');
  const query = useQuery({
    queryKey: ['queue-board', place],
    queryFn: () => queueApi.board({ query: place ? { place } : {} }),
    refetchInterval: REFRESH_MS,
    refetchIntervalInBackground: true,
    // Without network it shows what it has and keeps asking.
    networkMode: 'always',
    retry: false,
    staleTime: 0,
  });
  return (
    <FullPage>
      <div className="board">
        <BoardHead />
        {query.data ? (
          <Board board={query.data} updatedAtMs={query.dataUpdatedAt} />
        ) : (
          <p className="board-empty" role="status">
            {query.error ? errorText(query.error) : '正在加载…'}
          </p>
        )}
      </div>
    </FullPage>
  );
}
