import type { Sealed } from '../../platform/keyring';
import type { OutboxEntry } from '../../platform/outbox';
import { SeatModel, type SeatRow } from './seat.model';

/** Confirms that somebody did not come: the keys go, and are kept for the case that it was a mistake. @returns null when the seat was in another state */
export const confirmAbsence = (seat: SeatRow, by: string, at: Date, notice: OutboxEntry): Promise<SeatRow | null> =>
  SeatModel.findOneAndUpdate(
    { _id: seat._id, status: 'booked', log: { $size: seat.log.length } },
    {
      $set: { status: 'noShow', absence: { at, by, keys: seat.keys ?? [] } },
      $unset: { keys: '' },
      $push: { log: { at, by, what: 'noShow' }, outbox: notice },
    },
    { returnDocument: 'after' },
  ).lean();

/**
 * Takes a confirmation back.
 * @returns null when the seat was in another state
 * @throws the driver's duplicate-key error when the person has another booking in its place
 */
export const undoAbsence = (seat: SeatRow, by: string, at: Date): Promise<SeatRow | null> =>
  SeatModel.findOneAndUpdate(
    { _id: seat._id, status: 'noShow' },
    {
      $set: { status: 'booked', keys: seat.absence?.keys ?? [] },
      $unset: { absence: '' },
      $push: { log: { at, by, what: 'undoNoShow' } },
    },
    { returnDocument: 'after' },
  ).lean();

/** The person says why, once. @returns null when there is nothing to say or it was said */
export const appealAbsence = (id: string, text: Sealed, by: string, at: Date): Promise<SeatRow | null> =>
  SeatModel.findOneAndUpdate(
    { _id: id, status: 'noShow', 'absence.appeal': { $exists: false } },
    { $set: { 'absence.appeal': { text, at } }, $push: { log: { at, by, what: 'appeal' } } },
    { returnDocument: 'after' },
  ).lean();

/** Staff answer, once. @returns null when nothing was said or it was answered */
export const answerAppeal = (
  id: string,
  answer: { accepted: boolean; text: Sealed },
  by: string,
  at: Date,
  notice: OutboxEntry,
): Promise<SeatRow | null> =>
  SeatModel.findOneAndUpdate(
    { _id: id, status: 'noShow', 'absence.appeal': { $exists: true }, 'absence.answer': { $exists: false } },
    {
      $set: { 'absence.answer': { ...answer, at } },
      $push: { log: { at, by, what: answer.accepted ? 'excused' : 'notExcused' }, outbox: notice },
    },
    { returnDocument: 'after' },
  ).lean();

/** Absences on some days, and bookings of those days with which nothing has happened. */
export const findAbsences = (fromDay: string, toDay: string, serviceCodes: readonly string[]): Promise<SeatRow[]> =>
  SeatModel.find({
    day: { $gte: fromDay, $lte: toDay },
    serviceCode: { $in: [...serviceCodes] },
    status: { $in: ['booked', 'noShow'] },
  })
    .sort({ day: 1, startTime: 1, _id: 1 })
    .limit(1000)
    .lean();

/** Confirmed absences since an instant that count: by person, with the day of the visit and the confirmation. */
export async function countedAbsences(
  since: Date,
  exceptServices: readonly string[],
): Promise<{ residentId: string; absences: { day: string; at: Date }[] }[]> {
  const rows = await SeatModel.aggregate<{ _id: string; absences: { day: string; at: Date }[] }>([
    {
      $match: {
        'absence.at': { $gte: since },
        'absence.answer.accepted': { $ne: true },
        serviceCode: { $nin: [...exceptServices] },
      },
    },
    { $group: { _id: '$residentId', absences: { $push: { day: '$day', at: '$absence.at' } } } },
  ]);
  return rows.map(({ _id, absences }) => ({ residentId: _id, absences }));
}
