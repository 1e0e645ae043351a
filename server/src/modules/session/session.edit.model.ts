import { SessionModel, type SessionEdit, type SessionRow } from './session.model';

/** A session whose time or place was changed. */
export type EditedSession = SessionRow & { edit: SessionEdit };

/** Changes an open session at the revision that was seen. @returns null when it was another one */
export const changeOpenSession = (
  id: string,
  rev: number,
  changes: Pick<SessionRow, 'day' | 'startTime' | 'endTime' | 'lastStartTime' | 'place'> & { edit: SessionEdit },
): Promise<EditedSession | null> =>
  SessionModel.findOneAndUpdate(
    { _id: id, rev, state: 'open' },
    { $set: { ...changes, editing: true }, $inc: { rev: 1 } },
    { returnDocument: 'after' },
  ).lean<EditedSession | null>();

/** Sessions with seats that are still to be brought in line. */
export const findEditing = (): Promise<EditedSession[]> =>
  SessionModel.find({ editing: true }).limit(100).lean<EditedSession[]>();

/** Says that all seats are in line with an edit; a later one keeps its mark. */
export async function markEdited(id: string, no: number): Promise<void> {
  await SessionModel.updateOne({ _id: id, 'edit.no': no }, { $unset: { editing: '' } });
}
