import type { RouteName } from '@linkang/shared/api/index';
import type { ErrorCode } from '@linkang/shared/errors';
import mongoose from 'mongoose';
import type { ResidentActor, StaffActor } from '../../platform/actor';
import type { Refused, RequestInfo } from '../../platform/module';
import { actionOf, purposeOf, toldOfRelatives } from './audit.actions';
import { macOf } from './audit.mac';
import { insertAudits, UNSEALED, type AuditRow } from './audit.model';
import { deviceOf, networkOf } from './audit.origin';
import { sealReason } from './audit.reason';

/** Who acted, and how it ended. */
type Deed = Pick<AuditRow, 'residentId' | 'result'> &
  Partial<Pick<AuditRow, 'staffId' | 'roles' | 'accountId' | 'relativeId' | 'code' | 'targetId'>> & { reason?: string };

/** A row as it is written, signed. */
function buildRow(request: RequestInfo, action: RouteName, { reason, ...deed }: Deed): AuditRow {
  const { keyring } = request.trace;
  const _id = new mongoose.Types.ObjectId();
  const row = {
    _id,
    at: request.now,
    roles: [],
    action,
    kind: actionOf(action).kind,
    purpose: purposeOf(action),
    requestId: request.requestId,
    network: networkOf(request.address),
    device: deviceOf(request.userAgent),
    ...deed,
    ...(reason === undefined ? {} : { reason: sealReason(keyring, _id, reason) }),
  };
  return { ...row, mac: macOf(keyring, row), block: UNSEALED };
}

const staffOf = ({ accountId, roles }: StaffActor) => ({ staffId: accountId, roles: [...roles] });

/**
 * Writes down that staff saw or changed the data of residents; called before the data leave the server,
 * so that nothing is shown that is not in the log. A search that found nobody, and an export
 * that is asked for or decided, is a row as well.
 * @param action the route; @param residentIds whose data, each once
 */
export async function recordAccess(
  request: RequestInfo<StaffActor>,
  action: RouteName,
  residentIds: readonly string[],
  reason?: string,
): Promise<void> {
  const ids: (string | null)[] = [...new Set(residentIds)];
  for (const id of residentIds) request.trace.residentIds.add(id);
  if (ids.length === 0 && ['search', 'export'].includes(actionOf(action).kind)) ids.push(null);
  const by = { ...staffOf(request.actor), ...(reason === undefined ? {} : { reason }) };
  await insertAudits(ids.map((residentId) => buildRow(request, action, { residentId, result: 'done', ...by })));
}

/** Writes down what a relative does for a person, so that the person sees it. */
export async function recordRelative(
  request: RequestInfo<ResidentActor>,
  action: RouteName,
  residentId: string,
  relativeId: string,
): Promise<void> {
  if (!toldOfRelatives.includes(action)) return;
  noteRelative(request, residentId, relativeId);
  const by = { accountId: request.actor.accountId, relativeId };
  await insertAudits([buildRow(request, action, { residentId, result: 'done', ...by })]);
}

/** Keeps in mind for whom a relative acts, so that a refusal can be told to the person. */
export function noteRelative({ trace }: RequestInfo, residentId: string, relativeId: string): void {
  trace.residentIds.add(residentId);
  trace.relativeId = relativeId;
}

/** Writes down what people do with their own data that others could have done in their name. */
export async function recordOwn(
  request: RequestInfo<ResidentActor>,
  action: RouteName,
  residentId: string,
): Promise<void> {
  const by = { accountId: request.actor.accountId };
  await insertAudits([buildRow(request, action, { residentId, result: 'done', ...by })]);
}

const denials: readonly ErrorCode[] = ['FORBIDDEN', 'NOT_FOUND', 'PROXY_SCOPE_MISSING', 'ACCESS_LIMITED'];

const isPersonPath = (route: RouteName, targetId: string | undefined): targetId is string =>
  targetId !== undefined && (route.startsWith('resident.') || /\.ofResident$/.test(route));

/** Whose data somebody asked for in vain, as far as it is known. */
const aboutWhom = ({ route, request, targetId }: Refused): (string | null)[] => {
  const { residentIds } = request.trace;
  if (residentIds.size) return [...residentIds];
  return [isPersonPath(route, targetId) ? targetId : null];
};

/**
 * Writes down what staff were refused, and what a relative tried for a person in vain. What staff were let see
 * before they were refused for another reason stands in the log already.
 */
export async function recordRefusal(refused: Refused): Promise<void> {
  const { route, request, targetId, error } = refused;
  const { actor, trace } = request;
  const isDenied = denials.includes(error.code);
  const common = { code: error.code, ...(targetId === undefined ? {} : { targetId }) };
  if (actor.kind === 'staff') {
    if (!isDenied) return;
    const by = { ...staffOf(actor), ...common };
    const rows = aboutWhom(refused).map((residentId) =>
      buildRow(request, route, { residentId, result: 'denied', ...by }),
    );
    await insertAudits(rows);
  } else if (actor.kind === 'resident' && trace.relativeId !== undefined && toldOfRelatives.includes(route)) {
    const by = { accountId: actor.accountId, relativeId: trace.relativeId, ...common };
    const result = isDenied ? ('denied' as const) : ('failed' as const);
    await insertAudits(
      [...trace.residentIds].map((residentId) => buildRow(request, route, { residentId, result, ...by })),
    );
  }
}
