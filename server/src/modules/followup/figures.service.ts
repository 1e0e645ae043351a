import type { FollowupRoutes } from '@linkang/shared/api/followup.routes';
import type { Reply } from '@linkang/shared/api/route';
import { careYearOf } from '@linkang/shared/domain/chronic-care';
import type { Programme, ProgrammeCode } from '@linkang/shared/domain/chronic-table';
import { ageOn } from '@linkang/shared/domain/clinic-day';
import { isFaceToFace, isSensitive, programmeCodes } from '@linkang/shared/domain/follow-up-visit';
import { chronicProgrammes } from '@linkang/shared/domain/tables/chronic-all';
import type { StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import type { Module } from '../../platform/module';
import { findResidents } from '../resident';
import { findManagedBetween } from './enrolment.model';
import { hasSensitiveRight } from './followup.policy';
import { findCountedVisits, type CountedVisit } from './visit.model';

type Figure = Reply<FollowupRoutes['figures']>['items'][number];
type Managed = Awaited<ReturnType<typeof findManagedBetween>>[number];

/** People who are counted at once. */
const BATCH = 500;
/** Services of a person in a year that are looked through for examinations. */
const MAX_SERVED = 200;

const formulasOf = (programme: Programme): Figure['formulas'] => ({
  managed: `当年在管的${programme.name}患者人数${programme.minFollowUpAge === undefined ? '' : `（${programme.minFollowUpAge}岁及以上）`}`,
  standard: `规范管理率＝按要求随访（一年至少${programme.minFollowUpsPerYear}次${programme.faceToFace ? '面对面' : ''}，每季度都有）并做过年度体检的人数÷当年在管人数`,
  controlled: '控制率＝当年最后一次随访达标的人数÷当年在管人数；没有测的、失访的都算没有达标',
});

/** The days on which people had a whole examination, as the features tell that made them. */
async function findExamDays(
  deps: Deps,
  all: readonly Module[],
  residentIds: readonly string[],
  year: number,
): Promise<Map<string, string[]>> {
  const range = { residentIds, fromDay: `${year}-01-01`, toDay: `${year}-12-31`, limit: MAX_SERVED };
  const days = new Map<string, string[]>();
  for (const { served } of all)
    for (const { residentId, day, facts } of (await served?.(deps, range)) ?? [])
      if (facts?.kind === 'exam' && facts.complete) days.set(residentId, [...(days.get(residentId) ?? []), day]);
  return days;
}

const isControlledIn = (programme: ProgrammeCode, visits: readonly CountedVisit[]): boolean => {
  const measured = visits.map(({ day, parts }) => ({ day, part: parts.find((row) => row.programme === programme) }));
  const last = measured.sort((a, b) => b.day.localeCompare(a.day))[0];
  return last?.part?.controlled ?? false;
};

function groupByPerson(visits: readonly CountedVisit[]): Map<string, CountedVisit[]> {
  const groups = new Map<string, CountedVisit[]>();
  for (const visit of visits) groups.set(visit.residentId, [...(groups.get(visit.residentId) ?? []), visit]);
  return groups;
}

interface Counted {
  managed: number;
  standard: number;
  controlled: number;
  visits: number;
}

async function countBatch(
  deps: Deps,
  all: readonly Module[],
  programme: Programme,
  year: number,
  people: readonly Managed[],
): Promise<Counted> {
  const ids = people.map(({ residentId }) => residentId);
  const [first, last] = [`${year}-01-01`, `${year}-12-31`];
  const [visits, residents, exams] = await Promise.all([
    findCountedVisits(ids, programme.code, first, last),
    findResidents(ids),
    programme.yearlyExam.length > 0 ? findExamDays(deps, all, ids, year) : new Map<string, string[]>(),
  ]);
  const ages = new Map(residents.map(({ id, birthDay }) => [id, ageOn(birthDay, last)]));
  const byPerson = groupByPerson(visits);
  const counted: Counted = { managed: 0, standard: 0, controlled: 0, visits: visits.length };
  for (const { residentId, sinceDay, status } of people) {
    if ((ages.get(residentId) ?? 0) < (programme.minFollowUpAge ?? 0)) continue;
    const own = byPerson.get(residentId) ?? [];
    const followUpDays = own.filter(({ way }) => !programme.faceToFace || isFaceToFace(way)).map(({ day }) => day);
    const yearlyExamDays = exams.get(residentId) ?? [];
    const care = careYearOf(programme, { year, enrolledDay: sinceDay, followUpDays, yearlyExamDays });
    counted.managed += 1;
    counted.standard += Number(care.isToStandard);
    counted.controlled += Number(status !== 'lost' && isControlledIn(programme.code, own));
  }
  return counted;
}

async function countProgramme(deps: Deps, all: readonly Module[], code: ProgrammeCode, year: number): Promise<Figure> {
  const programme = chronicProgrammes[code];
  const rows = await findManagedBetween(code, `${year}-01-01`, `${year}-12-31`);
  // Of somebody who left and came back the first day counts.
  const people = [...new Map(rows.reverse().map((row) => [row.residentId, row])).values()];
  const sum: Counted = { managed: 0, standard: 0, controlled: 0, visits: 0 };
  for (let from = 0; from < people.length; from += BATCH) {
    const counted = await countBatch(deps, all, programme, year, people.slice(from, from + BATCH));
    for (const key of ['managed', 'standard', 'controlled', 'visits'] as const) sum[key] += counted[key];
  }
  return { programme: code, programmeName: programme.name, ...sum, formulas: formulasOf(programme) };
}

/** The figures of a year, each programme by itself; sensitive ones are counted for those with the right. */
export async function readFigures(
  deps: Deps,
  all: readonly Module[],
  year: number,
  actor: StaffActor,
): Promise<Reply<FollowupRoutes['figures']>> {
  const items: Figure[] = [];
  for (const code of programmeCodes)
    if (!isSensitive(code) || hasSensitiveRight(actor)) items.push(await countProgramme(deps, all, code, year));
  return { items };
}
