import { SessionModel, type SessionEdit, type SessionRow } from './session.model';

/** A session whose time or place was changed. */
export type EditedSession = SessionRow & { edit: SessionEdit };

/**
 * Changes an open session at the revision that was seen. A place in other words is no longer the room it was.
 * @returns null when it was another revision
 * @throws the driver's duplicate-key error when its doctor is elsewhere at the new time
 */
export const changeOpenSession = (
  id: string,
  rev: number,
  changes: Pick<SessionRow, 'day' | 'startTime' | 'endTime' | 'lastStartTime' | 'place' | 'doctorKeys'> & {
    edit: SessionEdit;
  },
  leavesRoom: boolean,
): Promise<EditedSession | null> =>
  SessionModel.findOneAndUpdate(
    { _id: id, rev, state: 'open' },
    { $set: { ...changes, editing: true }, $inc: { rev: 1 }, ...(leavesRoom ? { $unset: { roomId: '' } } : {}) },
    { returnDocument: 'after' },
  ).lean<EditedSession | null>();

/** Sessions with seats that are still to be brought in line. */
export const findEditing = (): Promise<EditedSession[]> =>
  SessionModel.find({ editing: true }).limit(100).lean<EditedSession[]>();

/** Says that all seats are in line with an edit; a later one keeps its mark. */
export async function markEdited(id: string, no: number): Promise<void> {
  await SessionModel.updateOne({ _id: id, 'edit.no': no }, { $unset: { editing: '' } });
}
