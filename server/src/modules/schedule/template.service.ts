import type { ScheduleRoutes, Template } from '@linkang/shared/api/schedule.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { AppError, type FieldFault } from '@linkang/shared/errors';
import mongoose from 'mongoose';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import type { IdempotentRequestInfo } from '../../platform/module';
import { communityNames } from '../centre';
import { findDoctor } from '../doctor';
import { findAttended, findService, type Attended } from '../session';
import { teamNames } from '../team';
import { lastMadeDays } from './made.model';
import { presentTemplate } from './schedule.presenter';
import {
  createTemplateOnce,
  insertMissingTemplates,
  readTemplate,
  readTemplates,
  removeTemplateRow,
  updateTemplateRow,
  type TemplateContent,
  type TemplateRow,
} from './template.model';

type TemplateBody = Input<ScheduleRoutes['createTemplate']>['body'];

/** Names of doctors by id; those who have left are absent. */
export async function doctorNames(ids: readonly string[]): Promise<Map<string, string>> {
  const doctors = await Promise.all([...new Set(ids)].map((id) => findDoctor(id)));
  return new Map(doctors.flatMap((doctor) => (doctor ? [[doctor.id, doctor.name] as const] : [])));
}

async function presentTemplates(deps: Deps, rows: readonly TemplateRow[]): Promise<Template[]> {
  const [doctors, teams, communities, lastDays] = await Promise.all([
    doctorNames(rows.flatMap(({ doctorId }) => doctorId ?? [])),
    teamNames(rows.flatMap(({ teamId }) => teamId ?? [])),
    communityNames(rows.flatMap(({ communityId }) => communityId ?? [])),
    lastMadeDays(rows.map(({ _id }) => _id)),
  ]);
  return rows.map((row) => presentTemplate(deps, row, { doctors, teams, communities, lastDays }));
}

async function presentOne(deps: Deps, row: TemplateRow): Promise<Template> {
  const [presented] = await presentTemplates(deps, [row]);
  return presented as Template;
}

/** Faults of a refusal that is about fields. @throws the error itself when it is another one */
const fieldsOf = (error: unknown): FieldFault[] => {
  if (error instanceof AppError && error.details.fields) return error.details.fields;
  throw error;
};

/** Room and doctor as a session takes them. */
export const attendedBy = ({
  place,
  roomId,
  doctorId,
}: Pick<TemplateBody, 'place' | 'roomId' | 'doctorId'>): Promise<Attended> =>
  findAttended({
    ...(place === null ? {} : { place }),
    ...(roomId === null ? {} : { roomId }),
    ...(doctorId === null ? {} : { doctorId }),
  });

/** What is stored of a template. @throws VALIDATION_FAILED for things that do not exist */
async function contentOf(deps: Deps, body: TemplateBody): Promise<TemplateContent> {
  const fields: FieldFault[] = [];
  if (!findService(deps, body.serviceCode)) fields.push(fieldFault('body.serviceCode', 'UNKNOWN'));
  const { teamId, communityId } = body;
  if (teamId !== null && !(await teamNames([teamId])).has(teamId)) fields.push(fieldFault('body.teamId', 'UNKNOWN'));
  if (communityId !== null && !(await communityNames([communityId])).has(communityId))
    fields.push(fieldFault('body.communityId', 'UNKNOWN'));
  const attended = await attendedBy(body).catch((error: unknown) => {
    fields.push(...fieldsOf(error));
  });
  if (!attended || fields.length) throw new AppError('VALIDATION_FAILED', { fields });
  return { ...body, place: attended.place };
}

/** Templates in order of weekday and time. */
export async function listTemplates(
  deps: Deps,
  { serviceCode, doctorId, weekday, active }: Input<ScheduleRoutes['templates']>['query'],
): Promise<Reply<ScheduleRoutes['templates']>> {
  const rows = await readTemplates({
    ...(serviceCode === undefined ? {} : { serviceCode }),
    ...(doctorId === undefined ? {} : { doctorId }),
    ...(weekday === undefined ? {} : { weekday }),
    ...(active === undefined ? {} : { active: active === 'true' }),
  });
  return { items: await presentTemplates(deps, rows) };
}

/** One template. @throws NOT_FOUND */
export async function getTemplate(deps: Deps, id: string): Promise<Template> {
  const row = await readTemplate(id);
  if (!row) throw new AppError('NOT_FOUND');
  return presentOne(deps, row);
}

/** Adds a template. @throws VALIDATION_FAILED for things that do not exist */
export async function addTemplate(
  deps: Deps,
  body: TemplateBody,
  { idempotency, now }: IdempotentRequestInfo,
): Promise<Template> {
  const row = await createTemplateOnce(idempotency, now, async () => ({
    _id: new mongoose.Types.ObjectId().toHexString(),
    ...(await contentOf(deps, body)),
    rev: 0,
  }));
  return presentOne(deps, row);
}

/** Changes a template for the days that are not made yet. @throws NOT_FOUND, STATE_CONFLICT, VALIDATION_FAILED */
export async function changeTemplate(
  deps: Deps,
  id: string,
  { rev, ...body }: Input<ScheduleRoutes['updateTemplate']>['body'],
): Promise<Template> {
  if (!(await readTemplate(id))) throw new AppError('NOT_FOUND');
  const row = await updateTemplateRow(id, rev, await contentOf(deps, body));
  if (!row) throw new AppError('STATE_CONFLICT');
  return presentOne(deps, row);
}

/** Removes a template. @throws NOT_FOUND, STATE_CONFLICT */
export async function removeTemplate(id: string, rev: number): Promise<void> {
  if (!(await readTemplate(id))) throw new AppError('NOT_FOUND');
  if (!(await removeTemplateRow(id, rev))) throw new AppError('STATE_CONFLICT');
}

/** Adds templates under ids that the caller has chosen; those that are there stay as they are. */
export const createTemplates = (templates: readonly (TemplateContent & { id: string })[]): Promise<void> =>
  insertMissingTemplates(templates.map(({ id, ...content }) => ({ _id: id, ...content, rev: 0 })));
