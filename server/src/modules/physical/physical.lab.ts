import { LAB_BATCH, type PhysicalRoutes } from '@linkang/shared/api/physical.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import type { StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import type { RequestInfo } from '../../platform/module';
import { recordAccess } from '../audit';
import { findResidentByIdNumber, findResidents, type ResidentProfile } from '../resident';
import { openEntries, openReview } from './physical.content';
import { findEntryFaults, writeAll, type EntryWish } from './physical.entering';
import { itemOf, personOn } from './physical.examining';
import { readLabFile, type LabLine } from './physical.lab.file';
import { findPhysicalsOn, type PhysicalRow } from './physical.model';
import { actOnCritical } from './physical.urgent';

type StaffRequest = RequestInfo<StaffActor>;
type Checked = Reply<PhysicalRoutes['checkLab']>;
type Imported = Reply<PhysicalRoutes['importLab']>;

/** Somebody of the day. */
interface Candidate {
  row: PhysicalRow;
  resident: ResidentProfile;
}

/** A row with whose it is and what is to be written of it. */
interface MatchedLine extends LabLine {
  match?: Candidate;
  wishes: EntryWish[];
}

const MIN_DIGITS = 4;
const FULL_DIGITS = 18;

async function candidatesOn(day: string): Promise<Candidate[]> {
  const rows = await findPhysicalsOn(day);
  const residents = await findResidents(rows.map(({ residentId }) => residentId));
  const people = new Map(residents.map((resident) => [resident.id, resident]));
  return rows.flatMap((row) => {
    const resident = people.get(row.residentId);
    return resident ? [{ row, resident }] : [];
  });
}

/** Whose a row is. @returns a sentence where that is not certain */
async function match(
  deps: Deps,
  { keys: { number, name, idNumber } }: LabLine,
  candidates: readonly Candidate[],
): Promise<Candidate | string> {
  if (number !== '') {
    const found = candidates.find(({ row }) => row._id === number || row.bookingId === number);
    if (!found) return '体检号：这一天没有这个号';
    return name === '' || found.resident.name === name ? found : '姓名：和体检号对不上，请核对';
  }
  if (name === '' || idNumber.length < MIN_DIGITS) return '姓名、身份证号：要都填上，身份证号至少填后四位';
  const whole = idNumber.length === FULL_DIGITS ? await findResidentByIdNumber(deps, idNumber) : undefined;
  const isNumber = ({ resident }: Candidate): boolean =>
    idNumber.length === FULL_DIGITS
      ? resident.id === whole?.id
      : resident.idNumberMasked(deps.keyring).slice(-MIN_DIGITS) === idNumber.slice(-MIN_DIGITS);
  const found = candidates.filter((candidate) => candidate.resident.name === name && isNumber(candidate));
  if (found.length > 1) return '姓名、身份证号：这一天有两位相同，请填体检号';
  return found[0] ?? '姓名、身份证号：这一天没有这位居民的体检';
}

/** What is to be written of a row: values that are new, or other than those that a file brought earlier. */
function compare(deps: Deps, line: LabLine, candidate: Candidate): MatchedLine {
  const { row, resident } = candidate;
  if (row.status === 'released') return { ...line, wishes: [], faults: ['报告已经发布，要改请医生先重新打开'] };
  const stands = openEntries(deps.keyring, row);
  const isSame = ({ code, value }: LabLine['values'][number]): boolean =>
    JSON.stringify(stands.get(code)?.value) === JSON.stringify(value);
  const fresh = line.values.filter((value) => !isSame(value));
  const byHand = fresh.filter(({ code }) => row.entries[code]?.kind === 'value' && row.entries[code].via === 'station');
  const wishes = fresh.map(({ code, value }) => ({ code, seen: row.entries[code]?.rev ?? 0, content: { value } }));
  const person = personOn(resident, row.day, openReview(deps.keyring, row).known);
  const faults = [
    ...line.faults,
    ...byHand.map(({ code }) => `${itemOf(code)?.plain ?? code}：已经手工填了别的结果，请核对`),
    ...findEntryFaults(wishes, stands, person).map(({ message }) => message),
  ];
  return { ...line, faults, wishes, match: candidate };
}

const isFaulty = ({ faults, match: found }: MatchedLine): boolean => faults.length > 0 || !found;

/** Reads some rows of a file against the check-ups of a day. */
async function matchAll(deps: Deps, day: string, lines: readonly LabLine[]): Promise<MatchedLine[]> {
  const candidates = await candidatesOn(day);
  const matched: MatchedLine[] = [];
  const lineOf = new Map<string, number>();
  for (const line of lines) {
    const found = await match(deps, line, candidates);
    if (typeof found === 'string') matched.push({ ...line, wishes: [], faults: [...line.faults, found] });
    else {
      const first = lineOf.get(found.row._id);
      const compared = compare(deps, line, found);
      matched.push(first === undefined ? compared : { ...compared, faults: [`和第${first}行是同一个人`] });
      lineOf.set(found.row._id, first ?? line.line);
    }
  }
  return matched;
}

const whose = (lines: readonly MatchedLine[]): string[] =>
  lines.flatMap(({ match: found }) => found?.row.residentId ?? []);

const shown = ({ line, keys, wishes }: MatchedLine) => ({ line, name: keys.name, values: wishes.length });

/** Says row by row what an import would do, and does nothing. @throws VALIDATION_FAILED for what is no such table */
export async function checkLab(
  deps: Deps,
  { file, day }: Input<PhysicalRoutes['checkLab']>['body'],
  request: StaffRequest,
): Promise<Checked> {
  const { lines, unknownColumns } = await readLabFile(file);
  const matched = await matchAll(deps, day, lines);
  await recordAccess(request, 'physical.checkLab', whose(matched));
  return {
    rows: matched.map((line) => ({
      ...shown(line),
      outcome: isFaulty(line) ? 'faulty' : line.wishes.length > 0 ? 'new' : 'same',
      faults: line.faults,
    })),
    unknownColumns,
  };
}

/** Takes the values of one row over. */
async function importOne(
  deps: Deps,
  line: MatchedLine,
  { actor, now }: StaffRequest,
): Promise<Imported['rows'][number]> {
  const { match: found, wishes, faults } = line;
  if (!found || isFaulty(line)) return { ...shown(line), outcome: 'faulty', faults, urgent: [] };
  if (wishes.length === 0) return { ...shown(line), outcome: 'same', faults, urgent: [] };
  const { row, resident } = found;
  const person = personOn(resident, row.day, openReview(deps.keyring, row).known);
  const written = await writeAll(deps.keyring, row, wishes, { by: actor.accountId, at: now, via: 'lab' }, person);
  const urgent = await actOnCritical(deps, written.row, resident, now);
  return {
    ...shown(line),
    outcome: written.conflicts.length > 0 ? 'conflict' : 'taken',
    faults,
    urgent: urgent.filter(({ code }) => wishes.some((wish) => wish.code === code)),
  };
}

/**
 * Takes over the next rows of a file: those with faults are left out and told, what stands the same stays, and what
 * somebody entered by hand is not touched.
 * @throws VALIDATION_FAILED for what is no such table
 */
export async function importLab(
  deps: Deps,
  { file, day, fromRow }: Input<PhysicalRoutes['importLab']>['body'],
  request: StaffRequest,
): Promise<Imported> {
  const { lines } = await readLabFile(file);
  // The whole file is matched: of two rows of one person the second is faulty wherever it stands.
  const matched = (await matchAll(deps, day, lines)).slice(fromRow, fromRow + LAB_BATCH);
  await recordAccess(request, 'physical.importLab', whose(matched));
  const rows: Imported['rows'] = [];
  for (const line of matched) rows.push(await importOne(deps, line, request));
  const nextRow = fromRow + LAB_BATCH;
  return { rows, nextRow: nextRow < lines.length ? nextRow : null };
}
