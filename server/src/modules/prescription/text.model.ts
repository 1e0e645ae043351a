import mongoose, { Schema, type ClientSession } from 'mongoose';
import { checkedSchema, keepChecked, presentable, type CheckedFields } from '../../platform/content-check';
import {
  createOnce,
  duplicateKeys,
  idempotentSchema,
  type Idempotency,
  type IdempotentFields,
} from '../../platform/idempotency';

/** One version of a text; its words never change, so that what somebody was given stays readable. */
export interface TextRow extends IdempotentFields, CheckedFields {
  /** `<code>:<version>`: of two who write the next version at once one is refused. */
  _id: string;
  code: string;
  version: number;
  text: string;
  state: 'proposed' | 'released' | 'replaced';
  /** Missing of what came with the national table. */
  writtenBy?: string;
  writtenAt?: Date;
  releasedBy?: string;
  releasedAt?: Date;
}

const schema = new Schema<TextRow>(
  {
    _id: String,
    code: { type: String, required: true },
    version: { type: Number, required: true },
    text: { type: String, required: true },
    state: { type: String, required: true },
    writtenBy: String,
    writtenAt: Date,
    releasedBy: String,
    releasedAt: Date,
    ...checkedSchema,
    ...idempotentSchema,
  },
  { collection: 'healthPrescriptionTexts', versionKey: false },
);
keepChecked(schema, ['text']);
schema.index({ code: 1, version: -1 });
schema.index(
  { state: 1, code: 1 },
  { unique: true, partialFilterExpression: { state: 'released' }, name: 'one released text of each disease' },
);
schema.index({ idem: 1 }, { unique: true, partialFilterExpression: { idem: { $type: 'string' } } });

const TextModel = mongoose.model<TextRow>('HealthPrescriptionText', schema);

/** The id of a version. */
export const textIdOf = (code: string, version: number): string => `${code}:${version}`;

/** Every text that residents may see. */
export const findReleased = (): Promise<TextRow[]> =>
  TextModel.find({ state: 'released', ...presentable }).lean<TextRow[]>();

/** Every version of some texts, the newest first. */
export const findVersions = (codes: readonly string[]): Promise<TextRow[]> =>
  TextModel.find({ code: { $in: [...codes] } })
    .sort({ code: 1, version: -1 })
    .lean<TextRow[]>();

/** Versions by their ids. */
export const findTexts = (ids: readonly string[]): Promise<TextRow[]> =>
  TextModel.find({ _id: { $in: [...ids] } }).lean<TextRow[]>();

/** Adds a version once for a key. @param onTaken called when somebody else wrote this version */
export const insertVersionOnce = (
  request: Idempotency,
  now: Date,
  build: () => Promise<TextRow>,
  onTaken: () => never,
): Promise<TextRow> => createOnce<TextRow>(TextModel, request, now, build, onTaken);

/** What waited before a newer version was written stays as history. */
export async function replaceProposed(code: string, before: number): Promise<void> {
  await TextModel.updateMany({ code, state: 'proposed', version: { $lt: before } }, { $set: { state: 'replaced' } });
}

/** Puts a text of the national table among the versions; one that is there stays. */
export async function insertNational(code: string, version: number, text: string): Promise<void> {
  const row: TextRow = { _id: textIdOf(code, version), code, version, text, state: 'proposed' };
  try {
    await TextModel.collection.insertOne(row as never);
  } catch (error) {
    if (!duplicateKeys(error)) throw error;
  }
}

/** Takes what is released until now out of use. */
export async function replaceReleased(code: string, session: ClientSession): Promise<void> {
  await TextModel.updateOne({ code, state: 'released' }, { $set: { state: 'replaced' } }, { session });
}

/** Releases the version that waits. @returns null when it does not wait, or was refused by WeChat */
export const releaseVersion = (
  code: string,
  version: number,
  release: Required<Pick<TextRow, 'releasedBy' | 'releasedAt'>>,
  session: ClientSession,
): Promise<TextRow | null> =>
  TextModel.findOneAndUpdate(
    { _id: textIdOf(code, version), state: 'proposed', ...presentable },
    { $set: { state: 'released', ...release } },
    { returnDocument: 'after', session },
  ).lean<TextRow | null>();
