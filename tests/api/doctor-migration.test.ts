import { createStaff } from '@linkang/server/modules/staff';
import { migrate } from '@linkang/server/platform/database';
import { outcomeOf } from '../support/answers';
import { STAFF_PASSWORD } from '../support/builders';
import { buildSessionBody, openSession, staffCaller } from '../support/clinic';
import { startServer, type TestServer } from '../support/server';

/* A centre that worked before there were profiles: doctors have accounts alone, and sessions name the account. */

let server: TestServer;
let doctorId: string;

const collection = (name: string) => server.deps.connection.collection<{ _id: string } & Record<string, unknown>>(name);

beforeAll(async () => {
  server = await startServer({ limits: false });
  const person = { title: '主治医师', teamIds: [], demo: false, password: STAFF_PASSWORD };
  doctorId = (await createStaff({ ...person, username: 'old-doctor', name: '林静秋', roles: ['doctor'] }))?.id ?? '';
  await createStaff({ ...person, username: 'old-nurse', name: '何静', roles: ['nurse'] });
  for (const startTime of ['09:00', '09:30']) {
    const { id } = await openSession(server, { startTime, endTime: '11:00' });
    await collection('sessions').updateOne({ _id: id }, { $set: { doctorId, doctorName: '林静秋' } });
  }
  await collection('migrations').deleteOne({ _id: '0004-doctors' });
  expect(await migrate(server.deps.connection, server.clock, server.deps.log)).toEqual(['0004-doctors']);
});
afterAll(() => server.stop());

it('gets a profile for each account of a doctor', async () => {
  const doctors = await collection('doctors').find().toArray();
  expect(doctors.map(({ _id, name, title }) => [_id, name, title])).toEqual([[doctorId, '林静秋', '主治医师']]);
});

it('gets the keys of its sessions, of two that overlap the first alone', async () => {
  const sessions = await collection('sessions').find({ doctorId }).sort({ startTime: 1 }).toArray();
  expect(sessions.map(({ doctorKeys }) => (doctorKeys as string[] | undefined)?.length)).toEqual([24, undefined]);
  const desk = staffCaller(server, ['desk']);
  expect(outcomeOf(await desk.post('/sessions', buildSessionBody({ doctorId })))).toBe('409 SESSION_DOCTOR_BUSY');
});
