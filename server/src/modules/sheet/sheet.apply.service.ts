import type { SheetRoutes, SheetTick } from '@linkang/shared/api/sheet.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import type { BookingStatus } from '@linkang/shared/api/session.routes';
import { dayOf } from '@linkang/shared/domain/clinic-day';
import { AppError } from '@linkang/shared/errors';
import type { StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import type { RequestInfo } from '../../platform/module';
import { recordAccess } from '../audit';
import { stepTo } from '../booking';
import { findSeat, findSession, type SeatRow } from '../session';
import { readSheet, type Sheet } from './sheet.signature';

type Outcome = 'applied' | 'repeated' | 'state' | 'time';

/** How often a tick is tried anew when its seat changed just then. */
const MAX_ATTEMPTS = 5;

/** Whether this very tick was taken over before, whatever was done since. */
const isLogged = (seat: SeatRow, tick: SheetTick): boolean =>
  seat.log.some(({ what, at }) => what === tick.kind && at.getTime() === Date.parse(tick.at));

/** What a tick still has to do to a seat in some state; the log tells the rest. */
function stageFor(seat: SeatRow, kind: SheetTick['kind']): 'checkIn' | 'finish' | 'repeated' | 'state' {
  if (seat.status === 'booked') return 'checkIn';
  if (seat.status === 'arrived' || seat.status === 'called') return kind === 'arrived' ? 'repeated' : 'finish';
  return seat.status === 'done' ? 'repeated' : 'state';
}

/** Takes over one tick. What somebody has entered meanwhile is never overwritten. */
async function applyTick(deps: Deps, sheet: Sheet, tick: SheetTick, request: RequestInfo<StaffActor>) {
  const at = new Date(tick.at);
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const seat = await findSeat(tick.id);
    if (!seat) throw new AppError('SHEET_INVALID');
    const end = (outcome: Outcome) => ({ seat, outcome });
    if (isLogged(seat, tick)) return end('repeated');
    if (dayOf(at) !== sheet.day || at > request.now) return end('time');
    const stage = stageFor(seat, tick.kind);
    if (stage === 'repeated' || stage === 'state') return end(stage);
    const moved = await stepTo(deps, stage, seat, request.actor.accountId, at);
    // Who was ticked as done only has arrived as well.
    if (moved && (stage === 'finish' || tick.kind === 'arrived')) return end('applied');
  }
  throw new AppError('BUSY', { retryAfterSeconds: 1 });
}

async function presentConflict(seat: SeatRow, tick: SheetTick, reason: 'state' | 'time') {
  const session = await findSession(seat.sessionId);
  const { no, startTime, status } = seat;
  return { ...tick, number: no, startTime, place: session?.place ?? '', status: status as BookingStatus, reason };
}

const inOrder = (a: SheetTick, b: SheetTick): number =>
  a.at === b.at ? a.kind.localeCompare(b.kind) : a.at < b.at ? -1 : 1;

/**
 * Takes over what was ticked while the server was away: each tick once, by its seat, kind and time.
 * @throws SHEET_INVALID when the sheet was not made here or a tick is not of it
 */
export async function applySheet(
  deps: Deps,
  body: Input<SheetRoutes['apply']>['body'],
  request: RequestInfo<StaffActor>,
): Promise<Reply<SheetRoutes['apply']>> {
  const sheet = readSheet(deps.keyring, body.sheet, body.signature);
  const known = new Set(sheet.seats);
  if (!body.ticks.every((tick) => known.has(tick.id))) throw new AppError('SHEET_INVALID');
  const reply: Reply<SheetRoutes['apply']> = { day: sheet.day, applied: 0, repeated: 0, conflicts: [] };
  const residents = new Set<string>();
  for (const tick of [...body.ticks].sort(inOrder)) {
    const { seat, outcome } = await applyTick(deps, sheet, tick, request);
    residents.add(seat.residentId as string);
    if (outcome === 'applied' || outcome === 'repeated') reply[outcome] += 1;
    else reply.conflicts.push(await presentConflict(seat, tick, outcome));
  }
  await recordAccess(request, 'sheet.apply', [...residents]);
  return reply;
}
