import { phone, type ResidentRoutes } from '@linkang/shared/api/resident.routes';
import type { Reply } from '@linkang/shared/api/route';
import { dayOf } from '@linkang/shared/domain/clinic-day';
import { parseIdNumber } from '@linkang/shared/domain/id-number';
import type { StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import type { Keyring } from '../../platform/keyring';
import type { RequestInfo } from '../../platform/module';
import { accessWaysOf } from '@linkang/shared/domain/access-rules';
import { reveal } from '../access';
import { recordAccess } from '../audit';
import { searchResidents, type ResidentSearch } from './resident.model';
import { presentFound } from './resident.presenter';

/** People that a search tells at most: who finds more types more. */
const MAX_FOUND = 20;

/** Keyed hash by which an ID number is found. */
export const hashIdNumber = (keyring: Keyring, idNumber: string): string =>
  keyring.hash('idNumber', `residentId:${idNumber}`);

/** What somebody typed: a whole ID number, a whole phone, or else the beginning of a name. */
function readQuery(keyring: Keyring, typed: string, today: string): ResidentSearch {
  const idNumber = parseIdNumber(typed.replace(/\s/g, ''), today);
  if (idNumber.ok) return { idHash: hashIdNumber(keyring, idNumber.idNumber) };
  const number = phone.safeParse(typed);
  if (number.success) return { phoneHash: keyring.hash('phone', number.data) };
  return { namePrefix: typed };
}

/** Who gave their whole number stands at the counter or is on the phone: the record may be opened there. */
async function revealNamed(search: ResidentSearch, ids: readonly string[], request: RequestInfo<StaffActor>) {
  const atCounter = accessWaysOf(request.actor.roles).includes('reveal');
  if (!atCounter || 'namePrefix' in search) return;
  const reason = 'idHash' in search ? 'atCounter' : 'onPhone';
  await Promise.all(ids.map((id) => reveal(request, id, reason)));
}

/** Finds people for the staff who serve them. Everybody who is told is written to the audit log. */
export async function findPeople(
  deps: Deps,
  typed: string,
  request: RequestInfo<StaffActor>,
): Promise<Reply<ResidentRoutes['search']>> {
  const today = dayOf(request.now);
  const search = readQuery(deps.keyring, typed, today);
  const rows = await searchResidents(search, MAX_FOUND + 1);
  const shown = rows.slice(0, MAX_FOUND);
  const ids = shown.map((row) => row._id);
  await recordAccess(request, 'resident.search', ids);
  await revealNamed(search, ids, request);
  return {
    items: shown.map((row) => presentFound(row, deps.keyring, today)),
    more: rows.length > MAX_FOUND,
  };
}
