import type { Closure, ClosureRoutes } from '@linkang/shared/api/closure.routes';
import type { Reply } from '@linkang/shared/api/route';
import { dayOf } from '@linkang/shared/domain/clinic-day';
import { AppError } from '@linkang/shared/errors';
import mongoose from 'mongoose';
import type { Deps } from '../../platform/deps';
import { asResident, type IdempotentRequestInfo, type RequestInfo } from '../../platform/module';
import { owe } from '../../platform/outbox';
import { recordOwn } from '../audit';
import { assertActsFor } from '../resident';
import { findClosure, findGrace, insertClosureOnce, undoClosure, type ClosureRow } from './closure.model';

const DAY_MS = 86_400_000;

const present = ({ _id, status, askedAt, dueAt }: ClosureRow): Closure => ({
  id: _id,
  status,
  askedAt: askedAt.toISOString(),
  dueAt: dueAt.toISOString(),
});

/** Whether the account is being closed, and what would become of what; only for the person. @throws NOT_FOUND */
export async function readClosure(
  deps: Deps,
  residentId: string,
  request: RequestInfo,
): Promise<Reply<ClosureRoutes['ofResident']>> {
  await assertActsFor(request.actor, residentId);
  const { closing, rows } = deps.config.retention;
  const closure = await findGrace(residentId);
  return {
    closure: closure && present(closure),
    graceDays: closing.graceDays,
    rows: rows.map(({ key, title, onClosing, keepYears, basis }) => ({
      key,
      title,
      onClosing,
      keepYears: keepYears ?? null,
      basis,
    })),
  };
}

/** Asks to close the own account. @throws NOT_FOUND, STATE_CONFLICT when it is being closed already */
export async function askClosure(deps: Deps, residentId: string, request: IdempotentRequestInfo): Promise<Closure> {
  const { now, idempotency } = request;
  const actor = asResident(request.actor);
  await assertActsFor(actor, residentId);
  const dueAt = new Date(now.getTime() + deps.config.retention.closing.graceDays * DAY_MS);
  const _id = new mongoose.Types.ObjectId().toHexString();
  const build = async (): Promise<ClosureRow> => {
    await recordOwn({ ...request, actor }, 'closure.create', residentId);
    return {
      _id,
      residentId,
      accountId: actor.accountId,
      status: 'grace',
      open: true,
      askedAt: now,
      dueAt,
      nextAt: dueAt,
      passes: 0,
      erased: {},
      outbox: [owe('closureAsked', { residentId, targetId: _id }, { day: dayOf(dueAt) }, now)],
    };
  };
  const closure = await insertClosureOnce(idempotency, now, build, () => {
    throw new AppError('STATE_CONFLICT', { detail: '已经申请过注销了，请刷新看看到哪一天。' });
  });
  return present(closure);
}

/** Keeps the account. @throws NOT_FOUND also for another's, STATE_CONFLICT when the days of grace are over */
export async function keepAccount(id: string, request: RequestInfo): Promise<Closure> {
  const actor = asResident(request.actor);
  const closure = await findClosure(id);
  if (!closure) throw new AppError('NOT_FOUND');
  await assertActsFor(actor, closure.residentId);
  const { residentId } = closure;
  const notice = owe('closureUndone', { residentId, targetId: id }, {}, request.now);
  const undone = await undoClosure(id, request.now, notice);
  if (!undone) throw new AppError('STATE_CONFLICT', { detail: '这次注销已经撤回，或者过了可以反悔的日子。' });
  await recordOwn({ ...request, actor }, 'closure.undo', residentId);
  return present(undone);
}
