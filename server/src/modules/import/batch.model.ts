import type { RowFault } from '@linkang/shared/domain/import-sheet';
import mongoose, { Schema } from 'mongoose';
import { placeOf, sealedPath, type Keyring, type Sealed } from '../../platform/keyring';
import type { ImportCounts } from './import.model';

/** A piece of the uploaded file, until it has been read. */
interface PieceRow {
  /** `<run>:<number>` */
  _id: string;
  runId: string;
  no: number;
  /** Base64 of the bytes. */
  sealed: Sealed;
}

/** Some rows of a sheet, one after another. */
export interface BatchRow {
  /** `<run>:<number>` */
  _id: string;
  runId: string;
  no: number;
  /** The people as JSON, until they are imported. */
  sealed?: Sealed;
  /** What is wrong by the sheet alone. */
  faults: RowFault[];
  /** What is wrong by what the centre has. */
  clashes: RowFault[];
  counts: ImportCounts;
  done: boolean;
}

const pieceSchema = new Schema<PieceRow>(
  {
    _id: { type: String, required: true },
    runId: { type: String, required: true },
    no: { type: Number, required: true },
    sealed: { ...sealedPath, required: true },
  },
  { collection: 'importPieces', versionKey: false },
);
pieceSchema.index({ runId: 1, no: 1 });

const fault = { _id: false, line: Number, column: String, says: String };
const batchSchema = new Schema<BatchRow>(
  {
    _id: { type: String, required: true },
    runId: { type: String, required: true },
    no: { type: Number, required: true },
    sealed: sealedPath,
    faults: { type: [fault], required: true },
    clashes: { type: [fault], required: true },
    counts: { created: Number, changed: Number, unchanged: Number, faulty: Number },
    done: { type: Boolean, required: true },
  },
  { collection: 'importBatches', versionKey: false },
);
batchSchema.index({ runId: 1, done: 1, no: 1 });
batchSchema.index({ runId: 1, no: 1 });

const PieceModel = mongoose.model<PieceRow>('ImportPiece', pieceSchema);
const BatchModel = mongoose.model<BatchRow>('ImportBatch', batchSchema);

/** Encrypted, a piece stays far below the greatest size of a document. */
const PIECE_BYTES = 1024 * 1024;

const idOf = (runId: string, no: number): string => `${runId}:${no}`;
const piecePlace = (id: string): string => placeOf('importPieces', 'sealed', id);
const batchPlace = (id: string): string => placeOf('importBatches', 'sealed', id);

/** Keeps a file, encrypted. */
export async function putFile(keyring: Keyring, runId: string, bytes: Buffer): Promise<void> {
  for (let no = 0; no * PIECE_BYTES < bytes.length; no += 1) {
    const _id = idOf(runId, no);
    const piece = bytes.subarray(no * PIECE_BYTES, (no + 1) * PIECE_BYTES).toString('base64');
    await PieceModel.collection.insertOne({
      _id,
      runId,
      no,
      sealed: keyring.encrypt(piece, piecePlace(_id)),
    } as never);
  }
}

/** The file as it was uploaded. */
export async function readFile(keyring: Keyring, runId: string): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const { _id, sealed } of PieceModel.find({ runId }).sort({ no: 1 }).lean<PieceRow[]>().cursor())
    pieces.push(Buffer.from(keyring.decrypt(sealed as Sealed, piecePlace(_id as string)), 'base64'));
  return Buffer.concat(pieces);
}

/** Removes the files of runs. */
export async function dropFiles(runIds: readonly string[]): Promise<void> {
  await PieceModel.deleteMany({ runId: { $in: [...runIds] } });
}

/** Keeps a batch that was read; in the place of one that a killed process left. */
export async function putBatch(
  keyring: Keyring,
  runId: string,
  no: number,
  { people, ...rest }: Pick<BatchRow, 'faults' | 'clashes' | 'counts'> & { people: string },
): Promise<void> {
  const _id = idOf(runId, no);
  const row = { runId, no, sealed: keyring.encrypt(people, batchPlace(_id)), ...rest, done: false };
  await BatchModel.collection.replaceOne({ _id: _id as never }, row as never, { upsert: true });
}

/** The next batches that are not imported. */
export const findOpenBatches = (runId: string, afterNo: number, limit: number): Promise<BatchRow[]> =>
  BatchModel.find({ runId, done: false, no: { $gt: afterNo } })
    .sort({ no: 1 })
    .limit(limit)
    .lean<BatchRow[]>();

/** The people of a batch as JSON. */
export const openBatch = (keyring: Keyring, { _id, sealed }: BatchRow): string =>
  sealed === undefined ? '[]' : keyring.decrypt(sealed, batchPlace(_id));

/** Says what became of a batch; its people are not kept any longer. */
export async function finishBatch(id: string, clashes: RowFault[], counts: ImportCounts): Promise<void> {
  await BatchModel.updateOne(
    { _id: id, done: false },
    { $set: { clashes, counts, done: true }, $unset: { sealed: '' } },
  );
}

/** What became of all batches of a run together. */
export async function sumCounts(runId: string): Promise<ImportCounts> {
  const sum = (key: keyof ImportCounts) => ({ $sum: `$counts.${key}` });
  const [total] = await BatchModel.aggregate<ImportCounts>([
    { $match: { runId } },
    {
      $group: {
        _id: null,
        created: sum('created'),
        changed: sum('changed'),
        unchanged: sum('unchanged'),
        faulty: sum('faulty'),
      },
    },
    { $unset: '_id' },
  ]);
  return total ?? { created: 0, changed: 0, unchanged: 0, faulty: 0 };
}

/** What is wrong with the rows of a run, in the order of the sheet. */
export async function findFaults(runId: string, limit: number): Promise<RowFault[]> {
  const found: RowFault[] = [];
  const batches = BatchModel.find({ runId, 'counts.faulty': { $gt: 0 } }, { faults: 1, clashes: 1 })
    .sort({ no: 1 })
    .lean<BatchRow[]>()
    .cursor();
  for await (const { faults, clashes } of batches as AsyncIterable<Pick<BatchRow, 'faults' | 'clashes'>>) {
    found.push(...[...faults, ...clashes].sort((a, b) => a.line - b.line));
    if (found.length >= limit) break;
  }
  return found.slice(0, limit);
}

/** Takes the people out of what was read for runs. */
export async function emptyBatches(runIds: readonly string[]): Promise<void> {
  await BatchModel.updateMany({ runId: { $in: [...runIds] } }, { $unset: { sealed: '' } });
}

/** Removes what was read for runs. */
export async function dropBatches(runIds: readonly string[]): Promise<void> {
  await BatchModel.deleteMany({ runId: { $in: [...runIds] } });
}
