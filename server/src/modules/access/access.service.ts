import { readsRecord } from '@linkang/shared/api/access-purposes';
import type { RouteName } from '@linkang/shared/api/index';
import {
  accessRulesOf,
  REVEAL_MINUTES,
  type AccessGround,
  type AccessRule,
  type RevealReason,
} from '@linkang/shared/domain/access-rules';
import { dayOf } from '@linkang/shared/domain/clinic-day';
import { AppError } from '@linkang/shared/errors';
import { LRUCache } from 'lru-cache';
import type { StaffActor } from '../../platform/actor';
import type { RequestInfo } from '../../platform/module';
import { recordAccess } from '../audit';
import { existsFollowedBy, readOpenContracts, readRoomsOf, readSeatsOf, readSessions } from './access.facts';
import { findReveal, putReveal } from './access.model';
import { addUse, findRunning } from './emergency.model';

type StaffRequest = RequestInfo<StaffActor>;
type Asker = Pick<StaffRequest, 'actor' | 'now'>;

/** Why somebody may read a record, and until when where that runs out. */
export interface Ground {
  ground: AccessGround;
  until?: Date;
  emergencyId?: string;
}

/** How long a ground that was found holds without being looked for again, in milliseconds. */
const REMEMBERED_MS = 15_000;
const MAX_REMEMBERED = 5000;

const remembered = new LRUCache<string, { found: Ground; from: number; to: number }>({ max: MAX_REMEMBERED });

/** All that a decision rests on besides the database: other rights are another decision. */
const keyOf = ({ accountId, roles, teamIds }: StaffActor, residentId: string): string =>
  JSON.stringify([accountId, roles, teamIds, residentId]);

async function findContractGround(
  rules: readonly AccessRule[],
  { actor }: Asker,
  residentId: string,
): Promise<Ground | null> {
  const contracts = await readOpenContracts(residentId);
  const isOwn = ({ teamId }: { teamId: string }): boolean => actor.teamIds.includes(teamId);
  if (contracts.some((contract) => contract.status === 'active' && isOwn(contract))) return { ground: 'team' };
  const waiting = contracts.filter(({ status }) => status !== 'active');
  const inHouse = waiting.length > 0 && rules.some((rule) => rule.applications === 'house');
  return inHouse || waiting.some(isOwn) ? { ground: 'application' } : null;
}

/** Whoever follows somebody up in chronic care has them as a team has its people. */
const findCareGround = async ({ actor }: Asker, residentId: string): Promise<Ground | null> =>
  (await existsFollowedBy(residentId, actor.accountId, actor.teamIds)) ? { ground: 'team' } : null;

/** A visit of today that is the own work: in an own session, room or team's day, or whom one called in. */
async function findTodayGround(
  rules: readonly AccessRule[],
  { actor, now }: Asker,
  residentId: string,
): Promise<Ground | null> {
  const today = dayOf(now);
  const seats = await readSeatsOf(residentId, today);
  if (seats.length === 0) return null;
  const called = seats.some(({ log = [] }) => log.some(({ by, what }) => by === actor.accountId && what === 'called'));
  if (called || rules.some((rule) => rule.today === 'house')) return { ground: 'today' };
  const [sessions, rooms] = await Promise.all([
    readSessions(seats.map((seat) => seat.sessionId)),
    readRoomsOf(actor.accountId, today),
  ]);
  const mine = sessions.some(
    ({ doctorId, roomId, teamId }) =>
      doctorId === actor.accountId ||
      (roomId !== undefined && rooms.has(roomId)) ||
      (teamId !== undefined && actor.teamIds.includes(teamId)),
  );
  return mine ? { ground: 'today' } : null;
}

async function findRevealGround({ actor, now }: Asker, residentId: string): Promise<Ground | null> {
  const until = await findReveal(actor.accountId, residentId, now);
  return until && { ground: 'counter', until };
}

async function findEmergencyGround({ actor, now }: Asker, residentId: string): Promise<Ground | null> {
  const running = await findRunning(actor.accountId, residentId, now);
  return running && { ground: 'emergency', until: running.endsAt, emergencyId: running._id };
}

async function lookForGround(asker: Asker, residentId: string): Promise<Ground | null> {
  const rules = accessRulesOf(asker.actor.roles);
  const has = (ground: AccessGround): boolean => rules.some(({ grounds }) => grounds.includes(ground));
  if (has('office')) return { ground: 'office' };
  // Whoever registered a person has them at the counter, in whatever role.
  const found = await Promise.all([
    has('team') ? findContractGround(rules, asker, residentId) : null,
    has('team') ? findCareGround(asker, residentId) : null,
    has('today') ? findTodayGround(rules, asker, residentId) : null,
    rules.length > 0 ? findRevealGround(asker, residentId) : null,
    has('emergency') ? findEmergencyGround(asker, residentId) : null,
  ]);
  return found.find((ground) => ground !== null) ?? null;
}

/** Why the caller may read a resident's record; null: they may not. Costs reads only every fifteen seconds. */
export async function findGround(asker: Asker, residentId: string): Promise<Ground | null> {
  const key = keyOf(asker.actor, residentId);
  const nowMs = asker.now.getTime();
  const known = remembered.get(key);
  if (known && known.from <= nowMs && nowMs < known.to) return known.found;
  const found = await lookForGround(asker, residentId);
  // Only what opens is remembered: a ground that is new opens at once.
  if (found) remembered.set(key, { found, from: nowMs, to: Math.min(nowMs + REMEMBERED_MS, endOf(found)) });
  return found;
}

const endOf = ({ until }: Ground): number => until?.getTime() ?? Number.POSITIVE_INFINITY;

/** Shows a person to whoever has them at the counter or on the phone. */
export async function reveal({ actor, now }: Asker, residentId: string, reason: RevealReason): Promise<void> {
  const until = new Date(now.getTime() + REVEAL_MINUTES * 60_000);
  await putReveal({ staffId: actor.accountId, residentId, reason, at: now, until });
  remembered.delete(keyOf(actor, residentId));
}

/**
 * Lets staff read or change something of a resident who exists, and writes that down before anything is shown, also
 * where it is refused. Every route by which staff reach one resident's object comes through here; whether it
 * reads the record stands in `recordRoutes`.
 * @param action the route
 * @throws ACCESS_LIMITED without a ground
 */
export async function assertMayReadResident(
  request: StaffRequest,
  action: RouteName,
  residentId: string,
): Promise<void> {
  // Whose record was refused is known to the log by it.
  request.trace.residentIds.add(residentId);
  if (!readsRecord(action)) return recordAccess(request, action, [residentId]);
  const found = await findGround(request, residentId);
  if (!found) throw new AppError('ACCESS_LIMITED');
  const { emergencyId } = found;
  await recordAccess(request, action, [residentId], emergencyId && `emergency:${emergencyId}`);
  if (emergencyId !== undefined) await addUse(emergencyId, { at: request.now, action });
}
