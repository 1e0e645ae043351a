import type { Physical, PhysicalEntry } from '@linkang/shared/api/physical.routes';
import type { Judgement } from '@linkang/shared/domain/exam-judge';
import type { ExamReport } from '@linkang/shared/domain/exam-report';
import { judgeReport } from '@linkang/shared/domain/exam-report';
import type { LevelsValue } from '@linkang/shared/domain/exam-table';
import { sayExamValue } from '@linkang/shared/domain/exam-words';
import { scoreSelfCare } from '@linkang/shared/domain/self-care';
import { physicalActions } from '@linkang/shared/domain/tables/physical-actions';
import { physicalItems } from '@linkang/shared/domain/tables/physical-items';
import type { StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import type { Keyring } from '../../platform/keyring';
import { findResidents } from '../resident';
import { serviceName } from '../session';
import { staffNames } from '../staff';
import { openRelease, type EntryContent, type ReleasedContent } from './physical.content';
import { examine, itemOf, stationsOf, type Examination } from './physical.examining';
import { physicalPlace, type EntryRow, type PhysicalRow } from './physical.model';
import { canRelease, canReopen } from './physical.policy';
import { findReleasesOf } from './release.model';

/** Earlier examinations that are shown beside this one. */
const MAX_EARLIER = 3;

const noJudgement = { verdict: null, direction: null, band: null, sentence: null };

const presentJudgement = ({ verdict, direction, band, sentence }: Judgement) => ({
  verdict,
  direction: direction ?? null,
  band: band ?? null,
  sentence,
});

/** One item as it stands. */
function presentEntry(
  code: string,
  row: EntryRow,
  content: EntryContent,
  judgement: Judgement | undefined,
  staff: ReadonlyMap<string, string>,
): PhysicalEntry {
  return {
    code,
    rev: row.rev,
    value: (content.value as PhysicalEntry['value'] | undefined) ?? null,
    refused: content.refused ?? null,
    labRange: content.labRange ? { min: content.labRange.min, max: content.labRange.max } : null,
    byName: staff.get(row.by) ?? '',
    at: row.at.toISOString(),
    ...(judgement ? presentJudgement(judgement) : noJudgement),
  };
}

const presentComputed = ({ computed, judgements }: ExamReport): Physical['computed'] =>
  Object.entries(computed).map(([code, value]) => {
    const judgement = judgements.find((row) => row.code === code);
    return { code, value, verdict: judgement?.verdict ?? null, sentence: judgement?.sentence ?? null };
  });

/** The self-care assessment, if it is there. */
export function selfCareOf(entries: ReadonlyMap<string, EntryContent>): Physical['selfCare'] {
  const levels = entries.get(physicalActions.selfCareItem)?.value;
  const result = levels === undefined ? undefined : scoreSelfCare(levels as LevelsValue);
  return result ? { total: result.total, bandName: result.bandName } : null;
}

/** Every value of a released report in words, with its verdict. */
export function wordsOf({ entries, person }: ReleasedContent): Physical['earlier'][number]['values'] {
  const report = judgeReport(physicalItems, entries, person);
  const values = new Map([
    ...entries.map(({ code, value }) => [code, value] as const),
    ...Object.entries(report.computed),
  ]);
  return report.judgements.flatMap(({ code, verdict }) => {
    const [item, value] = [itemOf(code), values.get(code)];
    return item && value !== undefined ? [{ code, value: sayExamValue(item, value), verdict }] : [];
  });
}

async function presentEarlier(keyring: Keyring, { residentId, day }: PhysicalRow): Promise<Physical['earlier']> {
  const releases = (await findReleasesOf(residentId)).filter((release) => release.day < day);
  return releases
    .sort((a, b) => b.day.localeCompare(a.day))
    .slice(0, MAX_EARLIER)
    .map((release) => ({ day: release.day, values: wordsOf(openRelease(keyring, release)) }));
}

const presentEntries = (row: PhysicalRow, examination: Examination, staff: ReadonlyMap<string, string>) =>
  physicalItems.items.flatMap(({ code }) => {
    const [entry, content] = [row.entries[code], examination.entries.get(code)];
    if (!entry || !content) return [];
    const judgement = examination.report.judgements.find((one) => one.code === code);
    return [presentEntry(code, entry, content, judgement, staff)];
  });

/** A check-up as those see it who work on it. */
export async function presentPhysical(deps: Deps, row: PhysicalRow, actor: StaffActor): Promise<Physical> {
  const { keyring } = deps;
  const [[resident], staff, earlier] = await Promise.all([
    findResidents([row.residentId]),
    staffNames([...new Set(Object.values(row.entries).map(({ by }) => by))]),
    presentEarlier(keyring, row),
  ]);
  if (!resident) throw new Error('a check-up without its person');
  const examination = examine(keyring, row, resident);
  const { person, report, review } = examination;
  const { _id: id, amendedReason } = row;
  return {
    id,
    residentId: row.residentId,
    name: resident.name,
    sex: person.sex,
    age: person.age,
    day: row.day,
    year: row.year,
    serviceName: serviceName(deps, row.serviceCode),
    status: row.status,
    version: row.version,
    amendedReason: amendedReason ? keyring.decrypt(amendedReason, physicalPlace('amendedReason', id)) : null,
    rev: row.rev,
    entries: presentEntries(row, examination, staff),
    computed: presentComputed(report),
    stations: stationsOf(row.entries, person),
    missing: examination.missing,
    remarks: report.remarks.map(({ sentence }) => sentence),
    counts: report.counts,
    selfCare: selfCareOf(examination.entries),
    review,
    earlier,
    can: { release: canRelease(actor, row), reopen: canReopen(actor, row) },
  };
}
