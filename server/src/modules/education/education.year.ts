import { activityKinds } from '@linkang/shared/domain/activity-kinds';
import type { EducationYear } from '@linkang/shared/api/education.routes';
import { dayOf, yearOf } from '@linkang/shared/domain/clinic-day';
import type { EducationLevel } from '@linkang/shared/domain/education-tables';
import { judgeYear, type MinimumResult, type YearFacts, type YearKind } from '@linkang/shared/domain/education-year';
import { educationMinimums } from '@linkang/shared/domain/tables/education-minimums';
import { AppError } from '@linkang/shared/errors';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import { findActivities } from '../lecture';
import { findBoardsBetween } from './board.model';
import { findChangesBetween } from './change.model';
import { sumEntries, type KindUse } from './entry.model';
import { findMaterialsById } from './material.model';

/** Kinds of activities that some minimum counts. */
const counted = educationMinimums.items.flatMap(({ kinds }) => kinds ?? []);
const countedKinds = activityKinds.filter((kind) => counted.includes(kind));

/** Paper counts when it could be had in the year, a film when it was shown. */
async function readKinds(uses: readonly KindUse[]): Promise<Pick<YearFacts, 'prints' | 'shown'>> {
  const rows = new Map(
    (await findMaterialsById(uses.map(({ materialId }) => materialId))).map((row) => [row._id, row]),
  );
  const kindsOf = (sort: 'print' | 'av', counts: (use: KindUse) => boolean): YearKind[] =>
    uses.flatMap((use) => {
      const row = rows.get(use.materialId);
      return row?.sort === sort && counts(use) ? [{ id: row._id, day: use.firstDay, title: row.name }] : [];
    });
  return {
    prints: kindsOf('print', ({ before, received, handed }) => before > 0 || received > 0 || handed > 0),
    shown: kindsOf('av', ({ shows }) => shows > 0),
  };
}

async function readFacts(year: number, today: string): Promise<YearFacts> {
  const from = `${year}-01-01`;
  const end = `${year}-12-31`;
  const to = today < end ? today : end;
  const [activities, boards, changes, uses] = await Promise.all([
    findActivities({ from, to, kinds: countedKinds }),
    findBoardsBetween(from, to),
    findChangesBetween(from, to),
    sumEntries(from, to),
  ]);
  return {
    activities,
    boards: boards.map(({ _id, ...board }) => ({ ...board, id: _id })),
    changes: changes.map(({ _id, boardId, day, topic }) => ({ id: _id, boardId, day, title: topic })),
    ...(await readKinds(uses)),
  };
}

const judge = async (level: EducationLevel, year: number, today: string): Promise<MinimumResult[]> =>
  judgeYear(educationMinimums, { level, year, today }, await readFacts(year, today));

/** How far the house is in a year, beside the year before. @throws VALIDATION_FAILED for a year to come */
export async function readYear({ config }: Deps, year: number, now: Date): Promise<EducationYear> {
  const today = dayOf(now);
  if (year > yearOf(today))
    throw new AppError('VALIDATION_FAILED', { fields: [fieldFault('query.year', 'FUTURE', '还没到这一年')] });
  const { level } = config.centre;
  const [minimums, before] = await Promise.all([judge(level, year, today), judge(level, year - 1, today)]);
  const lastYear = new Map(before.map(({ code, least, done, state }) => [code, { least, done, state }]));
  return {
    year,
    level,
    levelName: educationMinimums.levels[level],
    minimums: minimums.map((row) => ({
      ...row,
      lastYear: lastYear.get(row.code) ?? { least: null, done: 0, state: 'free' },
    })),
    evidence: [...educationMinimums.evidence],
    source: [...educationMinimums.source],
  };
}
