import type { ExamEntry } from '@linkang/shared/domain/exam-report';
import type { ExamPerson, ExamValue, Range } from '@linkang/shared/domain/exam-table';
import type { Keyring } from '../../platform/keyring';
import { physicalPlace, type EntryRow, type PhysicalRow } from './physical.model';
import { releasePlace, type ReleaseRow } from './release.model';

/** An item as it was entered: a value, that it was refused, or nothing any more. */
export interface EntryContent {
  value?: ExamValue;
  labRange?: Range;
  refused?: string;
}

/** What the doctor says of the whole. */
export interface ReviewContent {
  summary: string;
  guidance: string;
  /** Items that this centre cannot deal with. */
  beyondAbility: string[];
  /** Diseases that the doctor knows of; the programmes of the record are added to them. */
  known: ('HTN' | 'T2DM' | 'CHD' | 'STROKE')[];
}

/** Everything that a released report says; the person as they were on the day of the examination. */
export interface ReleasedContent {
  person: ExamPerson;
  entries: ExamEntry[];
  refused: { code: string; reason: string }[];
  review: ReviewContent;
}

const NO_REVIEW: ReviewContent = { summary: '', guidance: '', beyondAbility: [], known: [] };

/** Opens one item. */
export const openEntry = (keyring: Keyring, id: string, code: string, row: EntryRow): EntryContent =>
  JSON.parse(keyring.decrypt(row.value, physicalPlace(`entries.${code}.value`, id))) as EntryContent;

/** Opens all items of a check-up, by code. */
export const openEntries = (keyring: Keyring, { _id, entries }: PhysicalRow): Map<string, EntryContent> =>
  new Map(Object.entries(entries).map(([code, row]) => [code, openEntry(keyring, _id, code, row)]));

/** The items that have a value, as the judge takes them. */
export const valuesOf = (entries: ReadonlyMap<string, EntryContent>): ExamEntry[] =>
  [...entries].flatMap(([code, { value, labRange }]) =>
    value === undefined ? [] : [{ code, value, ...(labRange ? { labRange } : {}) }],
  );

/** What the doctor says so far. */
export const openReview = (keyring: Keyring, { _id, review }: PhysicalRow): ReviewContent =>
  review === undefined
    ? NO_REVIEW
    : (JSON.parse(keyring.decrypt(review, physicalPlace('review', _id))) as ReviewContent);

/** Opens a released report. */
export const openRelease = (keyring: Keyring, { _id, content }: ReleaseRow): ReleasedContent =>
  JSON.parse(keyring.decrypt(content, releasePlace(_id))) as ReleasedContent;
