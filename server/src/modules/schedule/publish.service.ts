import type { PlannedOutcome, PlannedRange, PlannedRow } from '@linkang/shared/api/schedule.routes';
import { addDays, dayOf, instantOf, timeOf } from '@linkang/shared/domain/clinic-day';
import { timesOverlap } from '@linkang/shared/domain/doctor-keys';
import { planDays, type CalendarDay, type PlannedSession, type WeeklyTemplate } from '@linkang/shared/domain/schedule';
import { AppError } from '@linkang/shared/errors';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import { withLeaseInTurn } from '../../platform/jobs';
import {
  findDoctorTimes,
  findService,
  findSessionsById,
  openSession,
  serviceName,
  type Attended,
  type SessionOrigin,
} from '../session';
import { calendarOf } from './calendar.service';
import { findMade, markMade, type MadeRow } from './made.model';
import { readTemplates, type TemplateRow } from './template.model';
import { attendedBy } from './template.service';

const LEASE_MS = 10_000;

type Planned = PlannedSession<TemplateRow & WeeklyTemplate>;

/** A planned session with what becomes of it. */
interface Judged extends Planned, Attended {
  sessionId: string;
  outcome: PlannedOutcome;
}

/** What is known of the days of a range. */
interface Facts {
  now: Date;
  /** Sessions that were made before, whether or not they are still there. */
  made: ReadonlySet<string>;
  /** Doctors' times that are taken, those of sessions judged before too. */
  taken: { doctorId: string; day: string; startTime: string; endTime: string }[];
  /** Room and doctor of each template; templates that name something no longer in use are absent. */
  attended: ReadonlyMap<string, Attended>;
}

/** The id under which a template's session of a day is made, so that it is made once. */
const sessionIdOf = ({ template, day }: Planned): string => `${template.id}-${day}`;

const hasBegun = ({ template, day }: Planned, now: Date): boolean =>
  day < dayOf(now) || (day === dayOf(now) && template.startTime <= timeOf(now));

function outcomeOf(planned: Planned, facts: Facts): PlannedOutcome {
  const { template, day, closedBy } = planned;
  if (facts.made.has(sessionIdOf(planned))) return 'exists';
  if (closedBy) return 'closed';
  if (hasBegun(planned, facts.now)) return 'past';
  if (!facts.attended.has(template.id)) return 'gone';
  const time = { day, startTime: template.startTime, endTime: template.endTime };
  const isBusy = facts.taken.some((row) => row.doctorId === template.doctorId && timesOverlap(row, time));
  if (isBusy) return 'doctorBusy';
  if (template.doctorId !== null) facts.taken.push({ doctorId: template.doctorId, ...time });
  return 'open';
}

const judge = (planned: Planned, facts: Facts): Judged => ({
  ...planned,
  sessionId: sessionIdOf(planned),
  place: planned.template.place,
  ...facts.attended.get(planned.template.id),
  outcome: outcomeOf(planned, facts),
});

/** Room and doctor of templates by their id. */
async function attendedOf(deps: Deps, templates: readonly TemplateRow[]): Promise<Facts['attended']> {
  const found: [string, Attended][] = [];
  for (const template of templates) {
    if (!findService(deps, template.serviceCode)) continue;
    const attended = await attendedBy(template).catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error;
    });
    if (attended) found.push([template._id, attended]);
  }
  return new Map(found);
}

/** Sessions of templates that were made before: those that are there, and those that were once. */
async function findMadeOf(planned: readonly Planned[]): Promise<Set<string>> {
  const ids = planned.map(sessionIdOf);
  const [marked, existing] = await Promise.all([findMade(ids), findSessionsById(ids)]);
  return new Set([...marked, ...existing.map(({ _id }) => _id)]);
}

interface Range {
  fromDay: string;
  toDay: string;
}

async function judgeRange(deps: Deps, { fromDay, toDay }: Range, now: Date) {
  const [rows, calendar] = await Promise.all([readTemplates({ active: true }), calendarOf(deps, fromDay, toDay)]);
  const planned: Planned[] = planDays(
    rows.map((row) => ({ ...row, id: row._id })),
    calendar.filter(({ kind }) => kind === 'closed'),
    calendar.filter(({ kind }) => kind === 'working'),
    fromDay,
    toDay,
  );
  const doctorIds = [...new Set(rows.flatMap(({ doctorId }) => doctorId ?? []))];
  const [made, taken, attended] = await Promise.all([
    findMadeOf(planned),
    findDoctorTimes(doctorIds, fromDay, toDay),
    attendedOf(deps, rows),
  ]);
  const facts: Facts = { now, made, taken, attended };
  return { judged: planned.map((row) => judge(row, facts)), calendar };
}

const originOf = ({ _id, teamId, communityId, visiting }: TemplateRow): SessionOrigin => ({
  templateId: _id,
  ...(teamId === null ? {} : { teamId }),
  ...(communityId === null ? {} : { communityId }),
  ...(visiting === null ? {} : { visitingHospital: visiting.hospital }),
});

/** Opens one session. @returns what became of it */
async function openOne(deps: Deps, judged: Judged, by: string, now: Date): Promise<PlannedOutcome> {
  const { template, day, sessionId, place, roomId, doctor } = judged;
  const { releaseDaysAhead, releaseTime } = deps.config.booking;
  try {
    await openSession(
      {
        id: sessionId,
        serviceCode: template.serviceCode,
        day,
        startTime: template.startTime,
        endTime: template.endTime,
        place,
        ...(roomId === undefined ? {} : { roomId }),
        ...(doctor === undefined ? {} : { doctor }),
        capacity: template.capacity,
        ...(template.quotas === null ? {} : { quotas: template.quotas }),
        releaseAt: instantOf(addDays(day, -releaseDaysAhead), releaseTime),
        sharedTime: findService(deps, template.serviceCode)?.seatTimes === 'shared',
        createdBy: by,
        origin: originOf(template),
      },
      now,
    );
    return 'opened';
  } catch (error) {
    // Somebody opened another session for the doctor since the plan was made.
    if (error instanceof AppError && error.code === 'SESSION_DOCTOR_BUSY') return 'doctorBusy';
    throw error;
  }
}

const markOf = ({ sessionId, template, day }: Judged, at: Date): MadeRow => ({
  _id: sessionId,
  templateId: template._id,
  day,
  at,
});

function presentRow(deps: Deps, judged: Judged): PlannedRow {
  const { template, day, sessionId, outcome, place, doctor, closedBy } = judged;
  return {
    templateId: template._id,
    day,
    serviceCode: template.serviceCode,
    serviceName: serviceName(deps, template.serviceCode),
    startTime: template.startTime,
    endTime: template.endTime,
    place,
    capacity: template.capacity,
    doctorName: doctor?.name ?? null,
    visitingHospital: template.visiting?.hospital ?? null,
    outcome,
    reason: outcome === 'closed' ? (closedBy?.name ?? null) : null,
    sessionId: outcome === 'exists' || outcome === 'opened' ? sessionId : null,
  };
}

const presentRange = (deps: Deps, judged: readonly Judged[], calendar: readonly CalendarDay[]): PlannedRange => ({
  items: judged.map((row) => presentRow(deps, row)),
  days: calendar
    .filter(({ serviceCode }) => serviceCode === null)
    .map(({ day, kind, name, weekday }) => ({ day, kind, name, weekday })),
});

/** What the templates would open on the days of a range, and what not and why. */
export async function previewRange(deps: Deps, range: Range, now: Date): Promise<PlannedRange> {
  const { judged, calendar } = await judgeRange(deps, range, now);
  return presentRange(deps, judged, calendar);
}

/**
 * Opens what the templates stand for on the days of a range, one process at a time. A session's id is made of its
 * template and day, so that repeats and crashes make each once; the mark comes after the session, and keeps one that
 * was taken away since from being made again.
 */
export async function publishRange(deps: Deps, range: Range, by: string): Promise<PlannedRange> {
  let done: PlannedRange = { items: [], days: [] };
  await withLeaseInTurn(deps, 'publishSchedule', LEASE_MS, async () => {
    const now = deps.clock.now();
    const { judged, calendar } = await judgeRange(deps, range, now);
    for (const row of judged) {
      if (row.outcome === 'open') row.outcome = await openOne(deps, row, by, now);
      if (row.outcome === 'opened') await markMade([markOf(row, now)]);
    }
    // A crash may have left a session without its mark.
    await markMade(judged.filter(({ outcome }) => outcome === 'exists').map((row) => markOf(row, now)));
    done = presentRange(deps, judged, calendar);
  });
  return done;
}

/** The same when staff ask for it. @throws VALIDATION_FAILED for days that are over */
export async function publishAsked(deps: Deps, range: Range, by: string, now: Date): Promise<PlannedRange> {
  if (range.fromDay < dayOf(now))
    throw new AppError('VALIDATION_FAILED', { fields: [fieldFault('body.fromDay', 'PAST')] });
  return publishRange(deps, range, by);
}
