import { buildDoctorKeys } from '@linkang/shared/domain/doctor-keys';
import type { Connection } from 'mongoose';
import { duplicateKeys } from '../src/platform/idempotency';

interface StoredSession {
  _id: string;
  day: string;
  startTime: string;
  endTime: string;
  doctorId: string;
}

/** A bare profile for each doctor with an account: sessions that are there name the account's id. */
async function addProfiles(connection: Connection): Promise<void> {
  const staffs = connection.collection<{ _id: string; name: string; title?: string }>('staffs');
  for await (const { _id, name, title = '' } of staffs.find({ roles: 'doctor', active: true }).sort({ _id: 1 })) {
    const profile = {
      name,
      title,
      specialities: [],
      intro: '',
      fileIds: [],
      teamId: null,
      visitingFrom: null,
      active: true,
      order: 0,
      rev: 0,
    };
    await connection
      .collection<{ _id: string }>('doctors')
      .updateOne({ _id }, { $setOnInsert: profile }, { upsert: true });
  }
}

/** Gives open sessions their doctor's keys; of two that overlap already the later one stays without. */
async function addDoctorKeys(connection: Connection): Promise<void> {
  const sessions = connection.collection<StoredSession>('sessions');
  const open = sessions
    .find({ doctorId: { $type: 'string' }, state: 'open', doctorKeys: { $exists: false } })
    .sort({ day: 1, startTime: 1 });
  for await (const session of open) {
    const doctorKeys = buildDoctorKeys(session.doctorId, session);
    try {
      await sessions.updateOne({ _id: session._id, state: 'open' }, { $set: { doctorKeys } });
    } catch (error) {
      if (!duplicateKeys(error)) throw error;
    }
  }
}

/** Makes the indexes of rooms, doctors and their time, and brings what is there into the new form. */
export async function up(connection: Connection): Promise<void> {
  for (const name of ['Room', 'Doctor', 'Session']) await connection.model(name).createIndexes();
  await addProfiles(connection);
  await addDoctorKeys(connection);
}
