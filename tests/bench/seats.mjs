import { dayAhead } from './people.mjs';

const PER_SESSION = 28;
const SESSIONS_A_DAY = 5;
const WEEK = 7;
const BATCH = 10_000;
const startTimes = ['08:00', '09:00', '10:00', '13:30', '14:30'];
const services = ['gp', 'tcm', 'child', 'vaccination', 'physical65'];

const sessionOf = (id, serviceCode, day, startTime) => ({
  _id: id,
  serviceCode,
  day,
  startTime,
  endTime: '17:00',
  lastStartTime: '16:55',
  place: '测试诊室',
  capacity: PER_SESSION,
  made: PER_SESSION,
  quotas: { online: PER_SESSION, desk: 0, elder: 0 },
  sharedTime: false,
  state: 'open',
  epoch: 0,
  releaseAt: null,
  published: true,
  createdBy: 'bench',
  createdAt: new Date(),
  rev: 1,
});

const clock = (minutes) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** A seat; every third one of the past was somebody's, with the keys that such a row has. */
function seatOf(session, no, isPast) {
  const startTime = clock(16 * 60 + no);
  const taken = isPast && no % 3 === 0;
  const residentId = `r${no}-${session._id}`;
  return {
    _id: `${session._id}:${String(no).padStart(3, '0')}:0`,
    sessionId: session._id,
    day: session.day,
    serviceCode: session.serviceCode,
    no,
    quota: 'online',
    startTime,
    endTime: '17:00',
    grains: [`${session.day}T16:00`],
    status: taken ? 'done' : isPast ? 'closed' : 'free',
    ...(taken ? { residentId, keys: [`D:${residentId}`, `H:${residentId}`] } : {}),
    log: [],
  };
}

/** Days and services of the rows: first the week of one service, then the other services and the years before. */
function* places() {
  for (let day = 0; day < WEEK; day += 1) yield { day, serviceCode: 'gp' };
  for (let day = 0; day < 31; day += 1) for (const serviceCode of services.slice(1)) yield { day, serviceCode };
  for (let day = -1; ; day -= 1) for (const serviceCode of services) yield { day, serviceCode };
}

/**
 * Empties the seats of a database and writes so many, straight into the collection.
 * @returns the milliseconds it took
 */
export async function fillSeats(db, count) {
  const startedMs = performance.now();
  await Promise.all([db.collection('seats').deleteMany({}), db.collection('sessions').deleteMany({})]);
  let seats = [];
  let sessions = [];
  let left = count;
  const flush = async () => {
    if (seats.length) await db.collection('seats').insertMany(seats, { ordered: false });
    if (sessions.length) await db.collection('sessions').insertMany(sessions, { ordered: false });
    seats = [];
    sessions = [];
  };
  for (const { day, serviceCode } of places()) {
    if (left <= 0) break;
    for (let n = 0; n < SESSIONS_A_DAY && left > 0; n += 1) {
      const session = sessionOf(`${serviceCode}-${dayAhead(day)}-${n}`, serviceCode, dayAhead(day), startTimes[n]);
      sessions.push(session);
      for (let no = 1; no <= PER_SESSION && left > 0; no += 1, left -= 1) seats.push(seatOf(session, no, day < 0));
    }
    if (seats.length >= BATCH) await flush();
  }
  await flush();
  return performance.now() - startedMs;
}
