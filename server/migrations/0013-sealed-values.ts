import type { Connection } from 'mongoose';
import { nameHashesOf } from '../src/modules/resident';
import { keyIdOf, processKeyring } from '../src/platform/keyring';
import { reseal } from '../src/platform/reseal';

const NAME_INDEX = 'name_1__id_1';

/** What was encrypted before, without being bound to its place. Everything else that is marked was readable. */
const unbound = [
  'accounts.openId',
  'cards.code',
  'residents.addressDetail',
  'residents.idNumber',
  'residents.phone',
  'signatures.sealed',
];

/**
 * Encrypts names and free words about people, binds what was encrypted before to its place, and gives residents
 * the hashes by which their names are found. The readable name's index goes.
 */
export async function up(connection: Connection): Promise<void> {
  await connection.model('Resident').createIndexes();
  await reseal(connection, '0013', {
    convert(stored, place, path) {
      if (keyIdOf(stored) !== undefined) return null;
      const old = stored as unknown as string;
      return processKeyring().encrypt(unbound.includes(path) ? processKeyring().decryptUnbound(old) : old, place);
    },
    also: (collection, { name }) =>
      collection === 'residents' && typeof name === 'string' && keyIdOf(name) === undefined
        ? { nameHashes: nameHashesOf(processKeyring(), name) }
        : {},
  });
  const residents = connection.collection('residents');
  if (await residents.indexExists(NAME_INDEX)) await residents.dropIndex(NAME_INDEX);
}
