import { phone, type ResidentRoutes } from '@linkang/shared/api/resident.routes';
import type { Reply } from '@linkang/shared/api/route';
import { dayOf } from '@linkang/shared/domain/clinic-day';
import { parseCertificate } from '@linkang/shared/domain/guardianship';
import { parseIdNumber } from '@linkang/shared/domain/id-number';
import type { StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import type { Keyring } from '../../platform/keyring';
import type { RequestInfo } from '../../platform/module';
import { accessWaysOf } from '@linkang/shared/domain/access-rules';
import { reveal } from '../access';
import { recordAccess } from '../audit';
import { searchResidents, type ResidentDocument, type ResidentSearch } from './resident.model';
import { presentFound } from './resident.presenter';
import { openName } from './resident.sealing';

/** People that a search tells at most: who finds more types more. */
const MAX_FOUND = 20;

/** Keyed hash by which an ID number is found. */
export const hashIdNumber = (keyring: Keyring, idNumber: string): string =>
  keyring.hash('idNumber', `residentId:${idNumber}`);

/** Keyed hash by which a birth certificate is found. */
export const hashCertificate = (keyring: Keyring, certificate: string): string =>
  keyring.hash('idNumber', `birthCertificate:${certificate}`);

const hashName = (keyring: Keyring, name: string): string => keyring.hash('name', name);
const hashNamePrefix = (keyring: Keyring, prefix: string): string => keyring.hash('namePrefix', prefix);

/** Keyed hashes by which a name is found: of the whole name and of each of its beginnings. */
export function nameHashesOf(keyring: Keyring, name: string): string[] {
  const letters = [...name];
  const prefixes = letters.map((_, i) => letters.slice(0, i + 1).join(''));
  return [hashName(keyring, name), ...prefixes.map((prefix) => hashNamePrefix(keyring, prefix))];
}

/** A whole ID number, birth certificate or phone; undefined for anything else. */
function readNumber(keyring: Keyring, typed: string, today: string): ResidentSearch | undefined {
  const idNumber = parseIdNumber(typed.replace(/\s/g, ''), today);
  if (idNumber.ok) return { idHash: hashIdNumber(keyring, idNumber.idNumber) };
  const certificate = parseCertificate(typed);
  if (certificate.ok) return { idHash: hashCertificate(keyring, certificate.certificate) };
  const number = phone.safeParse(typed);
  if (number.success) return { phoneHash: keyring.hash('phone', number.data) };
  return undefined;
}

/** Who is called so comes before those whose names go on: of many, no one may be missed for a longer name. */
async function searchByName(keyring: Keyring, typed: string, limit: number): Promise<ResidentDocument[]> {
  const [whole, beginning] = await Promise.all([
    searchResidents({ nameHash: hashName(keyring, typed) }, limit),
    searchResidents({ nameHash: hashNamePrefix(keyring, typed) }, 2 * limit),
  ]);
  const found = new Set(whole.map((row) => row._id));
  return [...whole, ...beginning.filter((row) => !found.has(row._id))].slice(0, limit);
}

/** In the order of the whole names, of which a list shows a part. */
function byName(keyring: Keyring, rows: readonly ResidentDocument[]): ResidentDocument[] {
  const names = new Map(rows.map((row) => [row, openName(keyring, row)]));
  const nameOf = (row: ResidentDocument): string => names.get(row) ?? '';
  return [...rows].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : Number(nameOf(a) > nameOf(b))));
}

/** Who gave their whole number stands at the counter or is on the phone: the record may be opened there. */
async function revealNamed(number: ResidentSearch, ids: readonly string[], request: RequestInfo<StaffActor>) {
  if (!accessWaysOf(request.actor.roles).includes('reveal')) return;
  const reason = 'idHash' in number ? 'atCounter' : 'onPhone';
  await Promise.all(ids.map((id) => reveal(request, id, reason)));
}

/** Finds people for the staff who serve them, by a whole ID number, birth certificate or phone, or else the beginning of a name. Everybody who is told is written to the audit log. */
export async function findPeople(
  deps: Deps,
  typed: string,
  request: RequestInfo<StaffActor>,
): Promise<Reply<ResidentRoutes['search']>> {
  const today = dayOf(request.now);
  const number = readNumber(deps.keyring, typed, today);
  const limit = MAX_FOUND + 1;
  const rows = await (number ? searchResidents(number, limit) : searchByName(deps.keyring, typed, limit));
  const shown = rows.slice(0, MAX_FOUND);
  const ids = shown.map((row) => row._id);
  await recordAccess(request, 'resident.search', ids);
  if (number) await revealNamed(number, ids, request);
  return {
    items: byName(deps.keyring, shown).map((row) => presentFound(row, deps.keyring, today)),
    more: rows.length > MAX_FOUND,
  };
}
