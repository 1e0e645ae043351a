import type { PlanRoutes } from '@linkang/shared/api/plan.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { addYears, dayOf } from '@linkang/shared/domain/clinic-day';
import { allowedTermYears } from '@linkang/shared/domain/contract-term';
import {
  factOfGroup,
  groupName,
  membershipsIn,
  type DatedFact,
  type GroupFacts,
} from '@linkang/shared/domain/group-memberships';
import type { Membership } from '@linkang/shared/domain/service-plan';
import { AppError } from '@linkang/shared/errors';
import mongoose from 'mongoose';
import type { StaffActor } from '../../platform/actor';
import { fieldFault } from '../../platform/http/problems';
import type { Idempotency } from '../../platform/idempotency';
import type { RequestInfo } from '../../platform/module';
import { assertMayReadResident } from '../access';
import { findResidents } from '../resident';
import { staffNames } from '../staff';
import { endGroupRow, findGroupRows, insertGroupOnce, type GroupRow } from './group.model';
import { programmeFacts } from './programme.facts';

type StaffRequest = RequestInfo<StaffActor>;
type Groups = Reply<PlanRoutes['groups']>;

const until = (untilDay: string | undefined) => (untilDay === undefined ? {} : { untilDay });

const LONGEST_CONTRACT_YEARS = Math.max(...allowedTermYears);

const handFact = ({ code, sinceDay, untilDay }: GroupRow): DatedFact => ({
  field: factOfGroup(code),
  sinceDay,
  ...until(untilDay),
});

/** What the groups of people follow from, by person; two queries however many they are. */
export async function groupFactsOf(
  people: readonly { id: string; birthDay: string }[],
): Promise<Map<string, GroupFacts>> {
  const ids = people.map(({ id }) => id);
  const [programmes, rows] = ids.length ? await Promise.all([programmeFacts(ids), findGroupRows(ids)]) : [[], []];
  const facts = new Map<string, DatedFact[]>(ids.map((id) => [id, []]));
  for (const { residentId, ...fact } of programmes) facts.get(residentId)?.push(fact);
  for (const row of rows) facts.get(row.residentId)?.push(handFact(row));
  return new Map(people.map(({ id, birthDay }) => [id, { birthDay, facts: facts.get(id) ?? [] }]));
}

/** Groups with their names. */
export const presentGroups = (codes: readonly string[]): { code: string; name: string }[] =>
  [...new Set(codes)].map((code) => ({ code, name: groupName(code) }));

const presentHand = (row: GroupRow, names: ReadonlyMap<string, string>): Groups['items'][number] => ({
  code: row.code,
  name: groupName(row.code),
  sinceDay: row.sinceDay,
  untilDay: row.untilDay ?? null,
  setByName: names.get(row.setBy) ?? null,
  canEnd: row.open === true,
});

async function presentAll(residentId: string, now: Date): Promise<Groups> {
  const [person] = await findResidents([residentId]);
  if (!person) throw new AppError('NOT_FOUND');
  const [programmes, rows] = await Promise.all([programmeFacts([residentId]), findGroupRows([residentId])]);
  const names = await staffNames(rows.map(({ setBy }) => setBy));
  const today = dayOf(now);
  // What follows by itself is asked of the table for the whole life, so that it says since when; what ended before any
  // contract that may still run concerns nobody.
  const isOfLate = ({ untilDay = today }: Membership): boolean => untilDay >= addYears(today, -LONGEST_CONTRACT_YEARS);
  const derived = membershipsIn({ birthDay: person.birthDay, facts: programmes }, person.birthDay, today);
  return {
    items: [
      ...derived.filter(isOfLate).map(({ code, sinceDay, untilDay }) => ({
        code,
        name: groupName(code),
        sinceDay,
        untilDay: untilDay ?? null,
        setByName: null,
        canEnd: false,
      })),
      ...rows.map((row) => presentHand(row, names)),
    ],
  };
}

/** @throws NOT_FOUND, ACCESS_LIMITED */
async function assertMaySee(
  action: 'plan.groups' | 'plan.addGroup' | 'plan.endGroup',
  residentId: string,
  request: StaffRequest,
): Promise<void> {
  request.trace.residentIds.add(residentId);
  const [person] = await findResidents([residentId]);
  if (!person) throw new AppError('NOT_FOUND');
  await assertMayReadResident(request, action, residentId);
}

/** The groups of a person, also those that ended; audited. @throws NOT_FOUND, ACCESS_LIMITED */
export async function readGroups(residentId: string, request: StaffRequest): Promise<Groups> {
  await assertMaySee('plan.groups', residentId, request);
  return presentAll(residentId, request.now);
}

function assertNotAhead(field: string, day: string, now: Date): void {
  if (day > dayOf(now)) throw new AppError('VALIDATION_FAILED', { fields: [fieldFault(field, 'FUTURE')] });
}

/** Puts a person into a group. @throws NOT_FOUND, ACCESS_LIMITED, VALIDATION_FAILED, STATE_CONFLICT when in it already */
export async function addGroup(
  residentId: string,
  { code, sinceDay }: Input<PlanRoutes['addGroup']>['body'],
  request: StaffRequest & { idempotency: Idempotency },
): Promise<Groups> {
  const { idempotency, now, actor } = request;
  await assertMaySee('plan.addGroup', residentId, request);
  assertNotAhead('body.sinceDay', sinceDay, now);
  const build = () =>
    Promise.resolve({
      _id: new mongoose.Types.ObjectId().toHexString(),
      residentId,
      code,
      sinceDay,
      open: true as const,
      setBy: actor.accountId,
      setAt: now,
      rev: 0,
    });
  await insertGroupOnce(idempotency, now, build, () => {
    throw new AppError('STATE_CONFLICT');
  });
  return presentAll(residentId, now);
}

/** Ends a group; it stays in the history. @throws NOT_FOUND, ACCESS_LIMITED, VALIDATION_FAILED, STATE_CONFLICT */
export async function endGroup(
  residentId: string,
  { code, untilDay }: Input<PlanRoutes['endGroup']>['body'],
  request: StaffRequest,
): Promise<Groups> {
  await assertMaySee('plan.endGroup', residentId, request);
  assertNotAhead('body.untilDay', untilDay, request.now);
  const end = { untilDay, endedBy: request.actor.accountId, endedAt: request.now };
  if (!(await endGroupRow(residentId, code, end))) throw new AppError('STATE_CONFLICT');
  return presentAll(residentId, request.now);
}
