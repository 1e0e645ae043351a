import type { SheetRoutes } from '@linkang/shared/api/sheet.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import type { StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import type { RequestInfo } from '../../platform/module';
import { listDay } from '../session';
import { renderSheet, type SheetSession } from './sheet.page';
import { signSheet } from './sheet.signature';

const onSheet = ['booked', 'arrived', 'called', 'done'];

/** Makes the page of a day. Reading the list is audited, as the page leaves the house. */
export async function makeSheet(
  deps: Deps,
  query: Input<SheetRoutes['get']>['query'],
  request: RequestInfo<StaffActor>,
): Promise<Reply<SheetRoutes['get']>> {
  const { items } = await listDay(deps, query, request, 'sheet.get');
  const sessions: SheetSession[] = items
    .map((session) => ({ ...session, rows: session.bookings.filter((row) => onSheet.includes(row.status)) }))
    .filter(({ rows }) => rows.length > 0);
  const seats = sessions.flatMap(({ rows }) => rows.map((row) => row.id));
  const issuedAt = request.now.toISOString();
  const signed = signSheet(deps.keyring, { day: query.day, issuedAt, seats });
  return {
    fileName: `离线名单-${query.day}.html`,
    html: renderSheet({ centreName: deps.config.centre.name, day: query.day, issuedAt, sessions, ...signed }),
    people: seats.length,
  };
}
