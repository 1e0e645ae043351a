import type { PhysicalRoutes } from '@linkang/shared/api/physical.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { checkExamValue, checkExamValues } from '@linkang/shared/domain/exam-value';
import { judge } from '@linkang/shared/domain/exam-judge';
import type { ExamPerson, ExamValue, Range } from '@linkang/shared/domain/exam-table';
import { physicalItems } from '@linkang/shared/domain/tables/physical-items';
import { AppError, type FieldFault } from '@linkang/shared/errors';
import type { StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import type { Keyring } from '../../platform/keyring';
import type { RequestInfo } from '../../platform/module';
import { findResidents } from '../resident';
import { loadPhysical } from './physical.access';
import { openEntries, openEntry, openReview, type EntryContent } from './physical.content';
import { itemOf, personOn } from './physical.examining';
import { findPhysical, physicalPlace, writeEntries, type EntryWrite, type PhysicalRow } from './physical.model';
import { presentPhysical } from './physical.presenter';
import { actOnCritical } from './physical.urgent';

/** What somebody wants to stand at an item. */
export interface EntryWish {
  code: string;
  /** The revision that they saw; 0 for none. */
  seen: number;
  content: EntryContent;
}

type Change = Input<PhysicalRoutes['enter']>['body']['entries'][number];

const rangeOf = ({ min, max }: NonNullable<Change['labRange']>): Range => ({
  ...(min === undefined ? {} : { min }),
  ...(max === undefined ? {} : { max }),
});

const wishOf = ({ code, rev, value, refused, labRange }: Change): EntryWish => ({
  code,
  seen: rev,
  content: {
    ...(value === undefined ? {} : { value: value as ExamValue }),
    ...(value === undefined || labRange === undefined ? {} : { labRange: rangeOf(labRange) }),
    ...(refused === undefined ? {} : { refused }),
  },
});

/** Why one item may not be written, by the same rules as the page's. */
function faultOf({ code, content }: EntryWish, person: Pick<ExamPerson, 'sex'>, path: string): FieldFault | undefined {
  const item = itemOf(code);
  if (!item) return fieldFault(`${path}.code`, 'UNKNOWN', '表里没有这一项，请刷新后重填。');
  if (item.valueType === 'computed' || item.valueType === 'link')
    return fieldFault(`${path}.code`, 'COMPUTED', `${item.plain}不在这里填写。`);
  if (item.onlySex !== undefined && item.onlySex !== person.sex)
    return fieldFault(`${path}.code`, 'ONLY_SEX', `${item.plain}不适用于这位居民。`);
  if (content.labRange && item.valueType !== 'number')
    return fieldFault(`${path}.labRange`, 'TYPE', `${item.plain}没有参考范围，不用填写。`);
  const fault = content.value === undefined ? undefined : checkExamValue(item, content.value);
  return fault && fieldFault(`${path}.value`, fault.code, fault.text);
}

/** Faults between items, such as the two numbers of a blood pressure, as they would stand afterwards. */
function crossFaults(wishes: readonly EntryWish[], stands: ReadonlyMap<string, EntryContent>): FieldFault[] {
  const after = new Map([...stands, ...wishes.map(({ code, content }) => [code, content] as const)]);
  const values = Object.fromEntries(
    [...after].flatMap(([code, { value }]) => (value === undefined ? [] : [[code, value]])),
  );
  return checkExamValues(physicalItems, values).flatMap((fault) => {
    const pair = physicalItems.crossRules.find(({ less }) => less === fault.field);
    const index = wishes.findIndex(({ code }) => code === pair?.less || code === pair?.than);
    return fault.code === 'NOT_BELOW' && index >= 0
      ? [fieldFault(`body.entries.${index}.value`, fault.code, fault.text)]
      : [];
  });
}

/** Why items may not be written. */
export function findEntryFaults(
  wishes: readonly EntryWish[],
  stands: ReadonlyMap<string, EntryContent>,
  person: Pick<ExamPerson, 'sex'>,
): FieldFault[] {
  const faults = wishes.flatMap((wish, index) => faultOf(wish, person, `body.entries.${index}`) ?? []);
  return faults.length > 0 ? faults : crossFaults(wishes, stands);
}

const kindOf = ({ value, refused }: EntryContent): EntryWrite['kind'] =>
  value !== undefined ? 'value' : refused !== undefined ? 'refused' : 'none';

/** Who writes, when and how. */
export interface Writer {
  by: string;
  at: Date;
  via: EntryWrite['via'];
}

const toWrite = (keyring: Keyring, id: string, { code, seen, content }: EntryWish, writer: Writer): EntryWrite => ({
  code,
  seen,
  kind: kindOf(content),
  value: keyring.encrypt(JSON.stringify(content), physicalPlace(`entries.${code}.value`, id)),
  ...writer,
});

const isCritical = ({ code, content }: EntryWish, person: ExamPerson): boolean => {
  const item = itemOf(code);
  if (!item || content.value === undefined) return false;
  return judge(physicalItems, item, content.value, person, content.labRange).verdict === 'critical';
};

/** Whether an item says already what somebody wants to write: the answer to the first try was lost. */
function stands(keyring: Keyring, { _id, entries }: PhysicalRow, { code, content }: EntryWish): boolean {
  const entry = entries[code];
  return entry !== undefined && JSON.stringify(openEntry(keyring, _id, code, entry)) === JSON.stringify(content);
}

/** Writes one item. @returns the check-up after it; null when somebody else changed the item */
async function writeOne(
  keyring: Keyring,
  id: string,
  wish: EntryWish,
  writer: Writer,
  person: ExamPerson,
): Promise<PhysicalRow | null> {
  const written = await writeEntries(id, [toWrite(keyring, id, wish, writer)], isCritical(wish, person));
  if (written) return written;
  const row = await findPhysical(id);
  if (row?.status === 'released')
    throw new AppError('STATE_CONFLICT', { detail: '体检报告已经发布，不能再填写；要改请医生先重新打开。' });
  return row && stands(keyring, row, wish) ? row : null;
}

/**
 * Writes items, each unless somebody changed it since: all in one write where nobody did, otherwise one by one.
 * @returns the check-up after it, and the items that were not written
 * @throws STATE_CONFLICT when it is released
 */
export async function writeAll(
  keyring: Keyring,
  row: PhysicalRow,
  wishes: readonly EntryWish[],
  writer: Writer,
  person: ExamPerson,
): Promise<{ row: PhysicalRow; conflicts: string[] }> {
  const writes = wishes.map((wish) => toWrite(keyring, row._id, wish, writer));
  const critical = wishes.some((wish) => isCritical(wish, person));
  const together = await writeEntries(row._id, writes, critical);
  if (together) return { row: together, conflicts: [] };
  let after = row;
  const conflicts: string[] = [];
  for (const wish of wishes) {
    const written = await writeOne(keyring, row._id, wish, writer, person);
    if (written) after = written;
    else conflicts.push(wish.code);
  }
  return { row: conflicts.length > 0 ? ((await findPhysical(row._id)) ?? after) : after, conflicts };
}

/**
 * Enters items of a check-up. Critical values are judged at once, and told with what is to be done.
 * @throws NOT_FOUND, ACCESS_LIMITED, VALIDATION_FAILED, STATE_CONFLICT when it is released
 */
export async function enterItems(
  deps: Deps,
  id: string,
  changes: readonly Change[],
  request: RequestInfo<StaffActor>,
): Promise<Reply<PhysicalRoutes['enter']>> {
  const { actor, now } = request;
  const row = await loadPhysical(id, 'physical.enter', request);
  const [resident] = await findResidents([row.residentId]);
  if (!resident) throw new AppError('NOT_FOUND');
  const wishes = changes.map(wishOf);
  const person = personOn(resident, row.day, openReview(deps.keyring, row).known);
  const fields = findEntryFaults(wishes, openEntries(deps.keyring, row), person);
  if (fields.length > 0) throw new AppError('VALIDATION_FAILED', { fields });
  const writer: Writer = { by: actor.accountId, at: now, via: 'station' };
  const written = await writeAll(deps.keyring, row, wishes, writer, person);
  const urgent = await actOnCritical(deps, written.row, resident, now);
  const own = urgent.filter(({ code }) => wishes.some((wish) => wish.code === code));
  return { ...(await presentPhysical(deps, written.row, actor)), conflicts: written.conflicts, urgent: own };
}
