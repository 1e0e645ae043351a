import type { LectureRoutes } from '@linkang/shared/api/lecture.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { ageOn, dayOf } from '@linkang/shared/domain/clinic-day';
import { maskPhone } from '@linkang/shared/domain/masking';
import { AppError } from '@linkang/shared/errors';
import type { StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import { asStaff, type IdempotentRequestInfo, type RequestInfo } from '../../platform/module';
import { recordAccess } from '../audit';
import { findResidents } from '../resident';
import { findTakenOf, type SeatRow } from '../session';
import { cameStatuses, countCame, hasCome } from './attendance.counts';
import {
  findEntries,
  findEntry,
  insertCountedOnce,
  newEntryId,
  withdrawEntry as takeBack,
  type EntryRow,
} from './entry.model';
import { findLecture, type LectureRow } from './lecture.model';

/** An activity that was announced. @throws NOT_FOUND, also for a draft */
export async function loadAnnounced(id: string): Promise<LectureRow> {
  const lecture = await findLecture(id);
  if (!lecture || lecture.state === 'draft') throw new AppError('NOT_FOUND');
  return lecture;
}

/** Refuses to note who came before the day, or when the record is closed. @throws STATE_CONFLICT */
export function assertTakesNotes(lecture: LectureRow, now: Date): void {
  if (lecture.state !== 'published')
    throw new AppError('STATE_CONFLICT', { detail: '活动已经取消，或者记录已归档，不能再登记到场的人。' });
  if (dayOf(now) < lecture.day) throw new AppError('STATE_CONFLICT', { detail: '还没到活动那天，不能登记到场的人。' });
}

const presentGroup = ({ _id, count, note, at }: EntryRow) => ({ id: _id, count, note, at: at.toISOString() });

type Attendance = Reply<LectureRoutes['attendance']>;
type Noted = Pick<Attendance['people'][number], 'via' | 'came' | 'at' | 'entryId'> & { residentId: string };

const notedSeat = (seat: SeatRow): Noted => ({
  residentId: seat.residentId ?? '',
  via: 'registered',
  came: hasCome(seat),
  at: hasCome(seat) ? (seat.arrivedAt?.toISOString() ?? null) : null,
  entryId: null,
});

/** Everybody who registered or came, once: whoever came by both ways is shown by the seat. */
function noted(seats: readonly SeatRow[], entries: readonly EntryRow[]): Noted[] {
  const seated = new Set(seats.map(({ residentId }) => residentId));
  const walkIns = entries.flatMap(({ _id, residentId, at }): Noted[] =>
    residentId === undefined || seated.has(residentId)
      ? []
      : [{ residentId, via: 'walkIn', came: true, at: at.toISOString(), entryId: _id }],
  );
  return [...seats.map(notedSeat), ...walkIns];
}

/** Who registered and who came, for the staff who receive them; the reading is audited. @throws NOT_FOUND */
export async function readAttendance(deps: Deps, id: string, request: RequestInfo<StaffActor>): Promise<Attendance> {
  const lecture = await loadAnnounced(id);
  const [seats, entries] = await Promise.all([findTakenOf([id], ['booked', ...cameStatuses]), findEntries(id)]);
  const rows = noted(seats, entries);
  const people = new Map((await findResidents(rows.map(({ residentId }) => residentId))).map((one) => [one.id, one]));
  await recordAccess(request, 'lecture.attendance', [...people.keys()]);
  const today = dayOf(request.now);
  return {
    people: rows.flatMap((row) => {
      const person = people.get(row.residentId);
      if (!person) return [];
      const phone = person.phone(deps.keyring);
      const phoneMasked = phone === null ? null : maskPhone(phone);
      return [{ ...row, name: person.name, age: ageOn(person.birthDay, today), phoneMasked }];
    }),
    groups: entries.filter(({ residentId }) => residentId === undefined).map(presentGroup),
    counts: lecture.attendance ?? countCame(seats, entries),
  };
}

/** Counts people whom nobody has to know by name. @throws NOT_FOUND, STATE_CONFLICT */
export async function addCounted(
  id: string,
  { count, note }: Input<LectureRoutes['addCounted']>['body'],
  { actor, now, idempotency }: IdempotentRequestInfo,
): Promise<Reply<LectureRoutes['addCounted']>> {
  const lecture = await loadAnnounced(id);
  const row = await insertCountedOnce(idempotency, now, () => {
    assertTakesNotes(lecture, now);
    const by = asStaff(actor).accountId;
    const where = { lectureId: id, day: lecture.day };
    return Promise.resolve({ _id: newEntryId(), ...where, count, note, at: now, by, status: 'kept' });
  });
  return presentGroup(row);
}

/** Takes a note back. @throws NOT_FOUND, STATE_CONFLICT */
export async function withdrawEntry(
  id: string,
  request: RequestInfo<StaffActor>,
): Promise<Reply<LectureRoutes['withdrawEntry']>> {
  const entry = await findEntry(id);
  if (!entry) throw new AppError('NOT_FOUND');
  assertTakesNotes(await loadAnnounced(entry.lectureId), request.now);
  if (entry.residentId !== undefined) await recordAccess(request, 'lecture.withdrawEntry', [entry.residentId]);
  if (!(await takeBack(id))) throw new AppError('STATE_CONFLICT', { detail: '这一条刚刚撤回过了，请刷新看看。' });
  return { id };
}
