import { AppError } from '@linkang/shared/errors';
import type { Connection } from 'mongoose';

/**
 * One state of one part of the set-up. Rows are only ever added: the newest is the present one, the others are the
 * history, and of two editors who start from the same revision the unique `_id` lets one in.
 */
export interface SettingRow {
  /** `<part>:<rev>`, the number padded so that the newest sorts last. */
  _id: string;
  part: string;
  rev: number;
  value: unknown;
  /** Kept for its editors only; nothing but pages that edit it reads it. */
  draft: boolean;
  /** The member of staff who saved it. */
  by: string;
  at: Date;
}

/** The stored set-up. */
export interface SettingsStore {
  /** Newest revision of each part, without drafts. */
  heads(): Promise<Map<string, number>>;
  /** The newest rows of a part, newest first. */
  newest(part: string, limit: number, only?: 'published'): Promise<SettingRow[]>;
  /** One state of a part. */
  find(part: string, rev: number): Promise<SettingRow | null>;
  /** Adds the state after `rev`. @throws STATE_CONFLICT when the part does not stand at `rev` */
  append(row: Omit<SettingRow, '_id' | 'rev'>, rev: number): Promise<SettingRow>;
}

/** What the database says of a second row with the same `_id`. */
const DUPLICATE_KEY = 11_000;

const idOf = (part: string, rev: number): string => `${part}:${String(rev).padStart(9, '0')}`;

const conflict = (): AppError =>
  new AppError('STATE_CONFLICT', { detail: '刚刚被别人改过，没有保存。请先看看现在的内容，再保存一次。' });

/** Reads and writes the collection `settings`; its order by `_id` is the only index that it needs. */
export function openSettings(connection: Connection): SettingsStore {
  const rows = connection.collection<SettingRow>('settings');
  const newest: SettingsStore['newest'] = (part, limit, only) =>
    rows
      .find({ _id: { $gte: `${part}:`, $lt: `${part};` }, ...(only ? { draft: false } : {}) })
      .sort({ _id: -1 })
      .limit(limit)
      .toArray();
  return {
    async heads() {
      const found = await rows.find({ draft: false }, { projection: { part: 1, rev: 1 }, sort: { _id: 1 } }).toArray();
      return new Map(found.map((row) => [row.part, row.rev]));
    },
    newest,
    find: (part, rev) => rows.findOne({ _id: idOf(part, rev) }),
    async append(row, rev) {
      const [last] = await newest(row.part, 1);
      if ((last?.rev ?? 0) !== rev) throw conflict();
      const added: SettingRow = { _id: idOf(row.part, rev + 1), rev: rev + 1, ...row };
      try {
        await rows.insertOne(added);
      } catch (error) {
        if ((error as { code?: unknown }).code === DUPLICATE_KEY) throw conflict();
        throw error;
      }
      return added;
    },
  };
}
