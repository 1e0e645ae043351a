import type { PhysicalReport, PhysicalRoutes, ReleasedPhysical, ReportItem } from '@linkang/shared/api/physical.routes';
import type { Reply } from '@linkang/shared/api/route';
import { adviceFor, referenceOf, sayRange, type Judgement } from '@linkang/shared/domain/exam-judge';
import { judgeReport, type ExamReport } from '@linkang/shared/domain/exam-report';
import type { ExamItem, ExamValue, LevelsValue } from '@linkang/shared/domain/exam-table';
import { examItemOf, sayExamValue } from '@linkang/shared/domain/exam-words';
import { scoreSelfCare } from '@linkang/shared/domain/self-care';
import { physicalActions } from '@linkang/shared/domain/tables/physical-actions';
import { physicalItems } from '@linkang/shared/domain/tables/physical-items';
import { AppError } from '@linkang/shared/errors';
import type { Deps } from '../../platform/deps';
import type { Keyring } from '../../platform/keyring';
import type { RequestInfo } from '../../platform/module';
import { assertServes, findResidents } from '../resident';
import { staffNames } from '../staff';
import { openRelease, type ReleasedContent } from './physical.content';
import { findReleasesOf, findReleaseWithOthers, type ReleaseRow } from './release.model';

/** Earlier years beside a report. */
const MAX_EARLIER = 4;

/** A released report as the judge sees it. */
interface Opened extends ReleasedContent {
  report: ExamReport;
  values: ReadonlyMap<string, ExamValue>;
}

function openReport(keyring: Keyring, row: ReleaseRow): Opened {
  const content = openRelease(keyring, row);
  const report = judgeReport(physicalItems, content.entries, content.person);
  const values = new Map<string, ExamValue>([
    ...content.entries.map(({ code, value }) => [code, value] as const),
    ...Object.entries(report.computed),
  ]);
  return { ...content, report, values };
}

/** The item in earlier years, the newest first. */
type Earlier = readonly { day: string; opened: Opened }[];

const MEASURED: readonly ExamItem['valueType'][] = ['number', 'number2', 'computed'];

const unitOf = ({ valueType, unit }: ExamItem): string =>
  MEASURED.includes(valueType) ? (physicalItems.unitWords[unit] ?? unit) : '';

function earlierOf(item: ExamItem, earlier: Earlier): ReportItem['earlier'] {
  return earlier.flatMap(({ day, opened }) => {
    const value = opened.values.get(item.code);
    const judgement = opened.report.judgements.find(({ code }) => code === item.code);
    return value === undefined || !judgement
      ? []
      : [{ day, value: sayExamValue(item, value), verdict: judgement.verdict }];
  });
}

/** What it says, and apart from that what to do. */
function splitSentence(item: ExamItem, judgement: Judgement): Pick<ReportItem, 'sentence' | 'advice'> {
  const advice = adviceFor(item, judgement);
  if (advice === undefined) return { sentence: judgement.sentence, advice: null };
  return { sentence: judgement.sentence.slice(0, -advice.length), advice };
}

function presentItem({ person, entries, values }: Opened, judgement: Judgement, earlier: Earlier): ReportItem[] {
  const item = examItemOf(physicalItems, judgement.code);
  const value = values.get(judgement.code);
  if (!item || value === undefined) return [];
  const printed = entries.find(({ code }) => code === item.code)?.labRange;
  const range = printed ?? referenceOf(physicalItems, item, person);
  return [
    {
      code: item.code,
      section: item.section,
      plain: item.plain,
      name: item.name,
      value: sayExamValue(item, value),
      unit: unitOf(item),
      reference: range ? sayRange(range) : null,
      verdict: judgement.verdict,
      direction: judgement.direction ?? null,
      ...splitSentence(item, judgement),
      earlier: earlierOf(item, earlier),
    },
  ];
}

const rank = ({ verdict }: ReportItem): number => ['critical', 'abnormal', 'normal', 'recorded'].indexOf(verdict);

function selfCareOf({ values }: Opened): PhysicalReport['selfCare'] {
  const levels = values.get(physicalActions.selfCareItem);
  const result = levels === undefined ? undefined : scoreSelfCare(levels as LevelsValue);
  return result ? { total: result.total, bandName: result.bandName } : null;
}

const headOf = (row: ReleaseRow, { report }: Opened, staff: ReadonlyMap<string, string>): ReleasedPhysical => ({
  id: row.physicalId,
  day: row.day,
  year: row.year,
  version: row.version,
  releasedAt: row.releasedAt.toISOString(),
  doctorName: staff.get(row.releasedBy) ?? '',
  complete: row.complete,
  counts: report.counts,
});

/** A person's released reports, the newest first. @throws NOT_FOUND, PROXY_SCOPE_MISSING, ACCESS_LIMITED */
export async function listReleased(
  deps: Deps,
  residentId: string,
  request: RequestInfo,
): Promise<Reply<PhysicalRoutes['ofResident']>> {
  await assertServes(request, 'physical.ofResident', residentId);
  const rows = (await findReleasesOf(residentId)).sort((a, b) => b.day.localeCompare(a.day));
  const staff = await staffNames([...new Set(rows.map(({ releasedBy }) => releasedBy))]);
  return { items: rows.map((row) => headOf(row, openReport(deps.keyring, row), staff)) };
}

/**
 * A released report in plain words, with earlier years beside it: three queries, whatever it says.
 * @throws NOT_FOUND also before it is released, PROXY_SCOPE_MISSING, ACCESS_LIMITED
 */
export async function readReport(deps: Deps, id: string, request: RequestInfo): Promise<PhysicalReport> {
  const found = await findReleaseWithOthers(id);
  if (!found) throw new AppError('NOT_FOUND');
  const { release: row, others } = found;
  await assertServes(request, 'physical.report', row.residentId);
  const [[resident], staff] = await Promise.all([findResidents([row.residentId]), staffNames([row.releasedBy])]);
  const opened = openReport(deps.keyring, row);
  const earlier = others
    .filter(({ day }) => day < row.day)
    .sort((a, b) => b.day.localeCompare(a.day))
    .slice(0, MAX_EARLIER)
    .map((other) => ({ day: other.day, opened: openReport(deps.keyring, other) }));
  const items = opened.report.judgements.flatMap((judgement) => presentItem(opened, judgement, earlier));
  const { person, refused, review } = opened;
  return {
    ...headOf(row, opened, staff),
    ...{ residentId: row.residentId, name: resident?.name ?? '', sex: person.sex, age: person.age },
    items: [...items].sort((a, b) => rank(a) - rank(b)),
    refused: refused.map(({ code, reason }) => ({ plain: examItemOf(physicalItems, code)?.plain ?? code, reason })),
    remarks: opened.report.remarks.map(({ sentence }) => sentence),
    selfCare: selfCareOf(opened),
    summary: review.summary,
    guidance: review.guidance,
  };
}
