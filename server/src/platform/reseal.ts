import type { Connection, Model } from 'mongoose';
import { keyIdOf, placeOf, type Keyring, type Sealed } from './keyring';

/** Small enough that signatures, the largest values, stay a few megabytes. */
const BATCH = 100;
/** Runs over everything until nothing is left under an old key; a server with the old ring could go on writing. */
const MAX_PASSES = 3;

type Row = Record<string, unknown> & { _id: string };

/** How far a run has come, so that it goes on there after it was killed. */
interface Progress {
  _id: string;
  collection: string;
  after: unknown;
}

/** What a run does with the encrypted values of every document. */
export interface Resealing {
  /** The new form of a value; null where it is right already. */
  convert(stored: Sealed, place: string, path: string): Sealed | null;
  /** What else a document gets in the same write. */
  also?(collection: string, row: Readonly<Row>): Record<string, unknown>;
}

/** The paths of a collection's encrypted values, by the marks of its schema. */
export function sealedPathsOf(model: Pick<Model<unknown>, 'schema'>): string[] {
  const paths: string[] = [];
  model.schema.eachPath((path, type) => {
    const mark: unknown = (type.options as { sealed?: unknown }).sealed;
    if (mark === true) paths.push(path);
    else if (Array.isArray(mark)) paths.push(...mark.map((inner) => `${path}.${String(inner)}`));
  });
  return paths;
}

const valueAt = (row: Row, path: string): unknown =>
  path.split('.').reduce<unknown>((inner, key) => (inner as Record<string, unknown> | null | undefined)?.[key], row);

const modelsOf = (connection: Connection) =>
  Object.values(connection.models)
    .map((model) => ({ name: model.collection.name, paths: sealedPathsOf(model) }))
    .filter(({ paths }) => paths.length > 0)
    .sort((a, b) => (a.name < b.name ? -1 : 1));

/** The write that brings a document into the new form, unless somebody changes its values first; null for none. */
function writeFor(collection: string, paths: readonly string[], row: Row, { convert, also }: Resealing) {
  const $set: Record<string, unknown> = {};
  const filter: Record<string, unknown> = { _id: row._id };
  for (const path of paths) {
    const stored = valueAt(row, path);
    if (typeof stored !== 'string') continue;
    const next = convert(stored as unknown as Sealed, placeOf(collection, path, row._id), `${collection}.${path}`);
    if (next === null) continue;
    $set[path] = next;
    filter[path] = stored;
  }
  if (Object.keys($set).length === 0) return null;
  return { updateOne: { filter, update: { $set: { ...$set, ...also?.(collection, row) } } } };
}

async function resealCollection(
  connection: Connection,
  run: string,
  { name, paths }: { name: string; paths: readonly string[] },
  from: unknown,
  work: Resealing,
): Promise<number> {
  const collection = connection.collection<Row>(name);
  const progress = connection.collection<Progress>('resealings');
  const projection = Object.fromEntries(paths.map((path) => [path, 1]));
  const rest = from === undefined ? {} : { _id: { $gt: from as string } };
  let changed = 0;
  let rows: Row[] = [];
  const flush = async (): Promise<void> => {
    const last = rows.at(-1);
    if (!last) return;
    const writes = rows.flatMap((row) => writeFor(name, paths, row, work) ?? []);
    if (writes.length) changed += (await collection.bulkWrite(writes, { ordered: false })).modifiedCount;
    await progress.updateOne({ _id: run }, { $set: { collection: name, after: last._id } }, { upsert: true });
    rows = [];
  };
  for await (const row of collection.find(rest, { projection, batchSize: BATCH }).sort({ _id: 1 })) {
    rows.push(row as Row);
    if (rows.length === BATCH) await flush();
  }
  await flush();
  return changed;
}

/**
 * Brings the encrypted values of all collections into another form, in batches. Killed and run again under the same
 * name, it goes on behind the last batch.
 * @returns documents changed by this call, by collection
 */
export async function reseal(connection: Connection, run: string, work: Resealing): Promise<Record<string, number>> {
  const progress = connection.collection<Progress>('resealings');
  const begun = await progress.findOne({ _id: run });
  const counts: Record<string, number> = {};
  for (const model of modelsOf(connection)) {
    if (begun && model.name < begun.collection) continue;
    const from = begun?.collection === model.name ? begun.after : undefined;
    counts[model.name] = await resealCollection(connection, run, model, from, work);
  }
  await progress.deleteOne({ _id: run });
  return counts;
}

/** How many encrypted values there are by the id of their key; under `none` those that are not encrypted. */
export async function countByKey(connection: Connection): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { name, paths } of modelsOf(connection)) {
    const projection = Object.fromEntries(paths.map((path) => [path, 1]));
    for await (const row of connection.collection<Row>(name).find({}, { projection, batchSize: BATCH }))
      for (const path of paths) {
        const stored = valueAt(row as Row, path);
        if (typeof stored !== 'string') continue;
        const id = keyIdOf(stored) ?? 'none';
        counts[id] = (counts[id] ?? 0) + 1;
      }
  }
  return counts;
}

/** What a change of keys did. */
export interface Rotation {
  changed: Record<string, number>;
  /** Encrypted values by key id afterwards. */
  keys: Record<string, number>;
}

/** Encrypts anew under the ring's first key whatever another key of it has encrypted. */
export async function rotateKeys(connection: Connection, keyring: Keyring): Promise<Rotation> {
  const { currentKeyId } = keyring;
  const changed: Record<string, number> = {};
  for (let pass = 1; ; pass += 1) {
    const counts = await reseal(connection, `keys:${currentKeyId}`, {
      convert: (stored, place) =>
        keyIdOf(stored) === currentKeyId ? null : keyring.encrypt(keyring.decrypt(stored, place), place),
    });
    for (const [name, count] of Object.entries(counts)) changed[name] = (changed[name] ?? 0) + count;
    const keys = await countByKey(connection);
    if (pass === MAX_PASSES || Object.keys(keys).every((id) => id === currentKeyId)) return { changed, keys };
  }
}
