import mongoose, { Schema } from 'mongoose';
import { duplicateKeys } from '../../platform/idempotency';
import { placeOf, sealedPath, type Keyring, type Sealed } from '../../platform/keyring';

/** What sheets have said of a person, the last one of each cell: what is changed in the next one is told by it. */
export interface ImportedRow {
  /** Keyed hash of the ID number. */
  _id: string;
  residentId: string;
  /** Keyed hash of all cells. */
  digest: string;
  /** The cells as JSON. */
  cells: Sealed;
  /** The run that wrote it, and what that made of the person. */
  runId: string;
  outcome: 'created' | 'changed' | 'unchanged';
  at: Date;
}

const schema = new Schema<ImportedRow>(
  {
    _id: { type: String, required: true },
    residentId: { type: String, required: true },
    digest: { type: String, required: true },
    cells: { ...sealedPath, required: true },
    runId: { type: String, required: true },
    outcome: { type: String, required: true },
    at: { type: Date, required: true },
  },
  { collection: 'importedRows', versionKey: false },
);
schema.index({ residentId: 1 });

const ImportedModel = mongoose.model<ImportedRow>('ImportedRow', schema);

const cellsPlace = (idHash: string): string => placeOf('importedRows', 'cells', idHash);

/** Encrypts what a sheet says of a person. */
export const sealCells = (keyring: Keyring, idHash: string, cells: string): Sealed =>
  keyring.encrypt(cells, cellsPlace(idHash));

/** What the last sheet said of a person. */
export const openCells = (keyring: Keyring, { _id, cells }: ImportedRow): string =>
  keyring.decrypt(cells, cellsPlace(_id));

/** What sheets have said of some people. */
export const findImportedRows = (idHashes: readonly string[]): Promise<ImportedRow[]> =>
  ImportedModel.find({ _id: { $in: [...idHashes] } }).lean<ImportedRow[]>();

/** Keeps what a sheet said; of people of whom none has before. */
export async function insertImported(rows: readonly ImportedRow[]): Promise<void> {
  if (!rows.length) return;
  try {
    await ImportedModel.collection.insertMany(rows as never, { ordered: false });
  } catch (error) {
    // A process that took over has written them.
    if (!duplicateKeys(error)) throw error;
  }
}

/** Keeps what a sheet said in the place of what one has said before. */
export async function replaceImported(rows: readonly ImportedRow[]): Promise<void> {
  if (!rows.length) return;
  await ImportedModel.collection.bulkWrite(
    rows.map((row) => ({ replaceOne: { filter: { _id: row._id as never }, replacement: row as never } })),
    { ordered: false },
  );
}

/** What sheets have said of a person. */
export const findImportedOf = (residentId: string): Promise<ImportedRow[]> =>
  ImportedModel.find({ residentId }).sort({ at: 1 }).lean<ImportedRow[]>();

/** How much that is. */
export const countImportedOf = (residentId: string): Promise<number> =>
  ImportedModel.countDocuments({ residentId }).exec();

/** Removes it. */
export async function removeImportedOf(residentId: string): Promise<void> {
  await ImportedModel.deleteMany({ residentId });
}

/** Puts it under another record of the same person. */
export async function moveImported(from: string, to: string): Promise<void> {
  await ImportedModel.updateMany({ residentId: from }, { $set: { residentId: to } });
}
