import type { ScreeningEvent, ScreeningRoutes } from '@linkang/shared/api/screening.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { addDays, dayOf, isDay } from '@linkang/shared/domain/clinic-day';
import { SCREENING_AHEAD_DAYS, SCREENING_LATE_DAYS } from '@linkang/shared/domain/screening-entry';
import { AppError } from '@linkang/shared/errors';
import mongoose from 'mongoose';
import { fieldFault } from '../../platform/http/problems';
import type { IdempotentRequestInfo } from '../../platform/module';
import { countEntries } from './entry.model';
import { countEvents, findEvent, findEvents, insertEventOnce, type EventCursor } from './event.model';
import { presentEvent } from './screening.presenter';

/** Opens a screening. @throws VALIDATION_FAILED for a day long past or far ahead */
export async function openEvent(
  body: Input<ScreeningRoutes['createEvent']>['body'],
  { actor, now, idempotency }: IdempotentRequestInfo,
): Promise<ScreeningEvent> {
  const today = dayOf(now);
  if (body.day < addDays(today, -SCREENING_LATE_DAYS) || body.day > addDays(today, SCREENING_AHEAD_DAYS))
    throw new AppError('VALIDATION_FAILED', {
      fields: [fieldFault('body.day', 'DAY', `请选${SCREENING_LATE_DAYS}天前到${SCREENING_AHEAD_DAYS}天后的日子`)],
    });
  const row = await insertEventOnce(idempotency, now, () =>
    Promise.resolve({
      _id: new mongoose.Types.ObjectId().toHexString(),
      ...body,
      createdBy: actor.accountId,
      createdAt: now,
    }),
  );
  return presentEvent(row, today);
}

function readCursor(cursor: string | undefined): EventCursor | undefined {
  if (cursor === undefined) return undefined;
  const [, day = '', id = ''] = /^([\d-]{1,15})\|([A-Za-z0-9]{1,64})$/.exec(cursor) ?? [];
  if (!isDay(day)) throw new AppError('VALIDATION_FAILED', { fields: [fieldFault('query.cursor', 'CURSOR')] });
  return { day, id };
}

/** Screenings, the last first. @throws VALIDATION_FAILED */
export async function listEvents(
  { cursor, limit }: Input<ScreeningRoutes['events']>['query'],
  now: Date,
): Promise<Reply<ScreeningRoutes['events']>> {
  const found = await findEvents(readCursor(cursor), limit + 1);
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return {
    items: rows.map((row) => presentEvent(row, dayOf(now))),
    nextCursor: last && found.length > limit ? `${last.day}|${last._id}` : null,
  };
}

/** One screening with its figures. @throws NOT_FOUND */
export async function readEvent(id: string, now: Date): Promise<Reply<ScreeningRoutes['event']>> {
  const row = await findEvent(id);
  if (!row) throw new AppError('NOT_FOUND');
  const counts = await countEntries({ eventId: id });
  return { ...presentEvent(row, dayOf(now)), figures: { events: 1, ...counts } };
}

/** Person-times of some days, for the report. */
export async function readFigures({
  fromDay,
  toDay,
}: Input<ScreeningRoutes['figures']>['query']): Promise<Reply<ScreeningRoutes['figures']>> {
  const [events, counts] = await Promise.all([countEvents(fromDay, toDay), countEntries({ fromDay, toDay })]);
  return { events, ...counts };
}
