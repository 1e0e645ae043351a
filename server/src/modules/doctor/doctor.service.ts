import type { Doctor, DoctorRoutes } from '@linkang/shared/api/doctor.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { AppError, type FieldFault } from '@linkang/shared/errors';
import mongoose from 'mongoose';
import type { Actor } from '../../platform/actor';
import { keptCheck } from '../../platform/content-check';
import { fieldFault } from '../../platform/http/problems';
import type { IdempotentRequestInfo, RequestInfo } from '../../platform/module';
import { useFiles } from '../file';
import { findDoctorAccounts } from '../staff';
import { findTeams, teamNames } from '../team';
import {
  createDoctorOnce,
  insertMissingDoctors,
  readDoctors,
  readDoctorsById,
  updateDoctorRow,
  type DoctorDocument,
} from './doctor.model';
import { canWrite, isOwnProfile, seesInactive } from './doctor.policy';
import { photoUrlOf, presentDoctor } from './doctor.presenter';

async function presentDoctors(rows: readonly DoctorDocument[], actor: Actor): Promise<Doctor[]> {
  const names = await teamNames(rows.flatMap(({ teamId }) => teamId ?? []));
  return rows.map((row) =>
    presentDoctor(row, row.teamId === null ? null : (names.get(row.teamId) ?? null), canWrite(actor, row._id)),
  );
}

async function presentOne(row: DoctorDocument, actor: Actor): Promise<Doctor> {
  const [presented] = await presentDoctors([row], actor);
  return presented as Doctor;
}

/** Doctors in their order. @throws FORBIDDEN for others who want to see those who have left */
export async function listDoctors(
  { teamId, withInactive }: Input<DoctorRoutes['list']>['query'],
  actor: Actor,
): Promise<Reply<DoctorRoutes['list']>> {
  const everyone = withInactive === 'true';
  if (everyone && !seesInactive(actor)) throw new AppError('FORBIDDEN');
  const filter = { ...(teamId === undefined ? {} : { teamId }), ...(everyone ? {} : { active: true as const }) };
  return { items: await presentDoctors(await readDoctors(filter), actor) };
}

async function loadDoctor(id: string): Promise<DoctorDocument> {
  const [row] = await readDoctorsById([id]);
  if (!row) throw new AppError('NOT_FOUND');
  return row;
}

/** One doctor. @throws NOT_FOUND, for most people also when the doctor has left */
export async function getDoctor(id: string, actor: Actor): Promise<Doctor> {
  const row = await loadDoctor(id);
  if (!row.active && !isOwnProfile(actor, id) && !seesInactive(actor)) throw new AppError('NOT_FOUND');
  return presentOne(row, actor);
}

/** Doctors' accounts without a profile. */
export async function listAccounts(): Promise<Reply<DoctorRoutes['accounts']>> {
  const accounts = await findDoctorAccounts();
  const known = new Set((await readDoctorsById(accounts.map(({ id }) => id))).map((row) => row._id));
  return { items: accounts.filter(({ id }) => !known.has(id)).map(({ id, name, title }) => ({ id, name, title })) };
}

interface Mentioned {
  staffId?: string | null;
  teamId: string | null;
  photoFileId: string | null;
}

/** @throws VALIDATION_FAILED for an account, team or photo that does not exist */
async function assertMentionedExist({ staffId, teamId, photoFileId }: Mentioned, now: Date): Promise<void> {
  const fields: FieldFault[] = [];
  if (staffId && !(await findDoctorAccounts()).some(({ id }) => id === staffId))
    fields.push(fieldFault('body.staffId', 'UNKNOWN'));
  if (teamId !== null && !(await findTeams([teamId])).has(teamId)) fields.push(fieldFault('body.teamId', 'UNKNOWN'));
  if (photoFileId !== null && !(await useFiles([photoFileId], now)).has(photoFileId))
    fields.push(fieldFault('body.photoFileId', 'UNKNOWN'));
  if (fields.length) throw new AppError('VALIDATION_FAILED', { fields });
}

const fileIdsOf = (photoFileId: string | null): string[] => (photoFileId === null ? [] : [photoFileId]);

/** Adds a profile. @throws DOCTOR_EXISTS, VALIDATION_FAILED for an account, team or photo that does not exist */
export async function addDoctor(
  body: Input<DoctorRoutes['create']>['body'],
  request: IdempotentRequestInfo,
): Promise<Doctor> {
  const row = await createDoctorOnce(request.idempotency, request.now, async () => {
    await assertMentionedExist(body, request.now);
    const { staffId, photoFileId, ...profile } = body;
    const _id = staffId ?? new mongoose.Types.ObjectId().toHexString();
    return { _id, ...profile, ...keptCheck(request.check), fileIds: fileIdsOf(photoFileId), rev: 0 };
  });
  return presentOne(row, request.actor);
}

async function saveDoctor(
  id: string,
  rev: number,
  changes: Parameters<typeof updateDoctorRow>[2],
  { actor, check }: RequestInfo,
): Promise<Doctor> {
  const row = await updateDoctorRow(id, rev, { ...changes, ...keptCheck(check) });
  if (!row) throw new AppError('STATE_CONFLICT');
  return presentOne(row, actor);
}

/**
 * Changes a profile.
 * @throws NOT_FOUND, STATE_CONFLICT, VALIDATION_FAILED for a team or photo that does not exist, or where a profile of
 * an account is said to come from another hospital, or a visitor's from none
 */
export async function changeDoctor(
  id: string,
  { rev, photoFileId, ...changes }: Input<DoctorRoutes['update']>['body'],
  request: RequestInfo,
): Promise<Doctor> {
  const before = await loadDoctor(id);
  if ((before.visitingFrom === null) !== (changes.visitingFrom === null))
    throw new AppError('VALIDATION_FAILED', {
      fields: [fieldFault('body.visitingFrom', changes.visitingFrom === null ? 'EMPTY' : 'STAFF_OR_VISITOR')],
    });
  await assertMentionedExist({ teamId: changes.teamId, photoFileId }, request.now);
  return saveDoctor(id, rev, { ...changes, fileIds: fileIdsOf(photoFileId) }, request);
}

/** A doctor says something else of themselves. @throws NOT_FOUND, FORBIDDEN for another's profile, STATE_CONFLICT */
export async function introduce(
  id: string,
  { rev, ...changes }: Input<DoctorRoutes['introduce']>['body'],
  request: RequestInfo,
): Promise<Doctor> {
  await loadDoctor(id);
  if (!isOwnProfile(request.actor, id)) throw new AppError('FORBIDDEN');
  return saveDoctor(id, rev, changes, request);
}

/** What a session keeps of its doctor; null for one who is unknown or has left. */
export async function findDoctor(id: string): Promise<{ id: string; name: string; title: string } | null> {
  const [row] = await readDoctorsById([id]);
  return row?.active ? { id, name: row.name, title: row.title } : null;
}

/** Names of doctors by id, also of those who left; unknown ids are absent. */
export async function doctorNames(ids: readonly string[]): Promise<Map<string, string>> {
  const rows = ids.length === 0 ? [] : await readDoctorsById([...new Set(ids)]);
  return new Map(rows.map(({ _id, name }) => [_id, name]));
}

/** Addresses of photos by doctor; those without a photo are absent. */
export async function doctorPhotos(ids: readonly string[]): Promise<Map<string, string>> {
  const rows = ids.length === 0 ? [] : await readDoctorsById([...new Set(ids)]);
  return new Map(
    rows.flatMap((row): [string, string][] => {
      const url = photoUrlOf(row);
      return url === null ? [] : [[row._id, url]];
    }),
  );
}

/** A profile of the demo. */
export type NewDoctor = Pick<
  DoctorDocument,
  'name' | 'title' | 'specialities' | 'intro' | 'teamId' | 'visitingFrom'
> & {
  id: string;
};

/** Adds profiles under ids that the caller has chosen; those that are there stay as they are. */
export const createDoctors = (doctors: readonly NewDoctor[]): Promise<void> =>
  insertMissingDoctors(
    doctors.map(({ id, ...profile }, order) => ({ _id: id, ...profile, fileIds: [], active: true, order, rev: 0 })),
  );
