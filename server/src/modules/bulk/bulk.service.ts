import { setTimeout as sleep } from 'node:timers/promises';
import type { BulkRoutes, BulkRun } from '@linkang/shared/api/bulk.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { AppError } from '@linkang/shared/errors';
import mongoose from 'mongoose';
import type { StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import type { Idempotency } from '../../platform/idempotency';
import type { RequestInfo } from '../../platform/module';
import { recordAccess } from '../audit';
import { findResidents } from '../resident';
import { findSessionsById, LECTURE_SERVICE, type SessionRow } from '../session';
import { workOn } from './bulk.deal';
import { createRun, findLatestRuns, findRun, findRunning, type RunRow } from './bulk.model';
import { presentHead, presentRun } from './bulk.presenter';

/** So long does the one who starts a run wait for its end, in milliseconds; it goes on without them. */
const ANSWER_MS = 4500;
/** Runs that are listed. */
const MAX_LISTED = 20;

const begins = (session: SessionRow): string => `${session.day}T${session.startTime}`;

/** @throws NOT_FOUND, VALIDATION_FAILED when they are not of one service, or of a lecture */
async function readSessions(ids: readonly string[]): Promise<SessionRow[]> {
  const sessions = await findSessionsById([...ids]);
  if (sessions.length < ids.length) throw new AppError('NOT_FOUND');
  const services = new Set(sessions.map(({ serviceCode }) => serviceCode));
  if (services.size > 1 || services.has(LECTURE_SERVICE))
    throw new AppError('VALIDATION_FAILED', {
      fields: [fieldFault('body.sessionIds', 'UNKNOWN', '一次只能约同一项服务的场次，讲座不能这样约')],
    });
  return sessions.sort((a, b) => begins(a).localeCompare(begins(b)) || a._id.localeCompare(b._id));
}

async function buildRun(
  body: Input<BulkRoutes['create']>['body'],
  { actor, now }: RequestInfo<StaffActor>,
): Promise<Omit<RunRow, 'idem' | 'bodyHash' | 'idemAt'>> {
  const sessions = await readSessions(body.sessionIds);
  const [first, last] = [sessions[0], sessions.at(-1)] as [SessionRow, SessionRow];
  return {
    _id: new mongoose.Types.ObjectId().toHexString(),
    serviceCode: first.serviceCode,
    sessionIds: sessions.map(({ _id }) => _id),
    fromDay: first.day,
    toDay: last.day,
    residentIds: body.residentIds,
    state: 'running',
    booked: 0,
    refused: 0,
    by: actor.accountId,
    createdAt: now,
  };
}

/** Takes a run up without waiting for it; what goes wrong is for the job to try again. */
function begin(deps: Deps, run: Pick<RunRow, '_id' | 'serviceCode'>): Promise<void> {
  return workOn(deps, run).catch((error: unknown) =>
    deps.log.error({ run: run._id, err: error }, 'bulk run broke off'),
  );
}

/**
 * Books for many people, each for themselves. The run is stored first; the same request again finds it and goes on
 * with it, whoever was killed in between.
 * @throws NOT_FOUND for people and sessions that are not there, VALIDATION_FAILED, IDEMPOTENCY_MISMATCH
 */
export async function startRun(
  deps: Deps,
  body: Input<BulkRoutes['create']>['body'],
  request: RequestInfo<StaffActor> & { idempotency: Idempotency },
): Promise<BulkRun> {
  const { idempotency, now } = request;
  if ((await findResidents(body.residentIds)).length < body.residentIds.length) throw new AppError('NOT_FOUND');
  await recordAccess(request, 'bulk.create', body.residentIds);
  const run = await createRun(idempotency, now, () => buildRun(body, request));
  await Promise.race([begin(deps, run), sleep(ANSWER_MS, undefined, { ref: false })]);
  return presentRun(deps, await loadRun(run._id), request);
}

async function loadRun(id: string): Promise<RunRow> {
  const run = await findRun(id);
  if (!run) throw new AppError('NOT_FOUND');
  return run;
}

/** A run, with its people when it is done, which is audited. @throws NOT_FOUND */
export async function readRun(deps: Deps, id: string, request: RequestInfo<StaffActor>): Promise<BulkRun> {
  const run = await loadRun(id);
  if (run.state === 'done') await recordAccess(request, 'bulk.get', run.residentIds);
  return presentRun(deps, run, request);
}

/** The latest runs, naming nobody. */
export async function listRuns(deps: Deps): Promise<Reply<BulkRoutes['list']>> {
  return { items: (await findLatestRuns(MAX_LISTED)).map((run) => presentHead(deps, run, run.people)) };
}

/** Goes on with runs whose process was killed. */
export async function finishRuns(deps: Deps): Promise<void> {
  for (const id of await findRunning()) {
    const run = await findRun(id);
    if (run) await workOn(deps, run);
  }
}
