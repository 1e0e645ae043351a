import { sensitiveProgrammes } from '@linkang/shared/domain/follow-up-visit';
import mongoose from 'mongoose';

/*
 * What the decision reads of other features. The collections are read by their names: contracts and sessions know
 * residents, whose every reading asks here, so that they can't be imported.
 */

interface OpenContract {
  teamId: string;
  status: string;
}

interface TodaySeat {
  sessionId: string;
  log?: { by: string; what: string }[];
}

/** The work of one session, as far as it says whose it is. */
interface TodaySession {
  _id: string;
  doctorId?: string;
  roomId?: string;
  teamId?: string;
}

/** The contracts of a person that run or wait: one that runs at most, and one that is to follow. */
export const readOpenContracts = (residentId: string): Promise<OpenContract[]> =>
  mongoose.connection
    .collection<OpenContract & { residentId: string; slots: string[] }>('contracts')
    .find({ residentId, slots: { $exists: true } }, { projection: { teamId: 1, status: 1 } })
    .toArray();

/** Whether somebody follows a person up in a programme of chronic care, alone or with the own team. */
export const existsFollowedBy = async (
  residentId: string,
  staffId: string,
  teamIds: readonly string[],
): Promise<boolean> =>
  (await mongoose.connection
    .collection<{ residentId: string; open: boolean; doctorId: string; teamId: string | null; programme: string }>(
      'enrolments',
    )
    .findOne(
      {
        residentId,
        open: true,
        // The team of somebody with a sensitive disease is not told of it, not even by an open door.
        $or: [{ doctorId: staffId }, { teamId: { $in: [...teamIds] }, programme: { $nin: [...sensitiveProgrammes] } }],
      },
      { projection: { _id: 1 } },
    )) !== null;

/** A person's seats of a day, for which they come or came. */
export const readSeatsOf = (residentId: string, day: string): Promise<TodaySeat[]> =>
  mongoose.connection
    .collection<TodaySeat & { residentId: string; day: string; status: string }>('seats')
    // The type is said for the sake of the partial index.
    .find(
      {
        residentId: { $eq: residentId, $type: 'string' },
        day,
        status: { $in: ['booked', 'arrived', 'called', 'done'] },
      },
      { projection: { sessionId: 1, log: 1 } },
    )
    .toArray();

const sessions = () => mongoose.connection.collection<TodaySession & { day: string }>('sessions');
const WORK = { doctorId: 1, roomId: 1, teamId: 1 } as const;

/** Sessions by id, in no order. */
export const readSessions = (ids: readonly string[]): Promise<TodaySession[]> =>
  sessions()
    .find({ _id: { $in: [...ids] } }, { projection: WORK })
    .toArray();

/** The rooms in which a doctor works on a day. */
export async function readRoomsOf(doctorId: string, day: string): Promise<Set<string>> {
  const rows = await sessions()
    .find({ day, doctorId }, { projection: { roomId: 1 } })
    .toArray();
  return new Set(rows.flatMap((row) => row.roomId ?? []));
}
