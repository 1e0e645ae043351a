import type { ProgrammeCode } from '@linkang/shared/domain/chronic-table';
import { dayOf } from '@linkang/shared/domain/clinic-day';
import { actionsAfter, type ActionKind, type ExamAction } from '@linkang/shared/domain/exam-actions';
import { adviceFor } from '@linkang/shared/domain/exam-judge';
import { judgeReport, type ExamReport } from '@linkang/shared/domain/exam-report';
import { examItemOf } from '@linkang/shared/domain/exam-words';
import { lookBackDay, recheckCodes, type Reading } from '@linkang/shared/domain/recheck';
import { physicalActions } from '@linkang/shared/domain/tables/physical-actions';
import { physicalItems } from '@linkang/shared/domain/tables/physical-items';
import type { Deps } from '../../platform/deps';
import type { Module } from '../../platform/module';
import { findProgrammesOf } from '../followup';
import {
  countDays,
  findOpenTasksOf,
  findTasksFrom,
  proposeAnew,
  readingsOf,
  sayReadings,
  type ProposedTask,
} from '../task';
import { openRelease, type ReleasedContent } from './physical.content';
import { findOwingReleases, findReleasesOf, settleRelease, type ReleaseRow } from './release.model';

/** Reports that a job takes at a time. */
const BATCH = 50;

/** What a critical value asks for at once is there since the value was entered (`physical.urgent`). */
const AT_ONCE: readonly ActionKind[] = ['actNow', 'call'];

const counted = (['bloodPressure', 'glucose'] as const).flatMap((subject) => recheckCodes(physicalActions, subject));

/** Values of released reports that count when a value is measured on several days. */
export async function releasedReadings({ keyring }: Deps, residentId: string, fromDay: string): Promise<Reading[]> {
  const rows = (await findReleasesOf(residentId)).filter(({ day }) => day >= fromDay);
  return rows.flatMap((row) =>
    openRelease(keyring, row)
      .entries.filter(({ code }) => counted.includes(code))
      .map(({ code, value }) => ({ day: row.day, code, value })),
  );
}

/** The sentence of a judgement without what the person is told to do. */
function sayFound(report: ExamReport, code: string): string {
  const item = examItemOf(physicalItems, code);
  const judgement = report.judgements.find((row) => row.code === code);
  if (!item || !judgement) return '';
  const advice = adviceFor(item, judgement);
  return advice === undefined ? judgement.sentence : judgement.sentence.slice(0, -advice.length);
}

/** Why an action is asked for: the values that fired it, and for a count of days all that were counted. */
function becauseOf(action: ExamAction, day: string, report: ExamReport, beyond: readonly Reading[]): string {
  if (action.kind === 'enrol' && action.causes.length > 0) {
    const codes = action.causes.flatMap(({ code }) =>
      (['bloodPressure', 'glucose'] as const)
        .map((subject) => recheckCodes(physicalActions, subject))
        .filter((asked) => asked.includes(code))
        .flat(),
    );
    return sayReadings(beyond.filter(({ code }) => codes.includes(code)));
  }
  const found = action.causes.map(({ code }) => sayFound(report, code)).join('');
  return found === '' ? `${day}的体检` : `${day}的体检：${found}`;
}

interface Judged {
  actions: ExamAction[];
  report: ExamReport;
  /** Values of the days that were counted as beyond a line. */
  beyond: Reading[];
}

async function judgeRelease(
  deps: Deps,
  all: readonly Module[],
  row: ReleaseRow,
  { person, entries, review }: ReleasedContent,
): Promise<Judged> {
  const [readings, enrolled] = await Promise.all([
    readingsOf(deps, all, row.residentId, lookBackDay(physicalActions, row.day)),
    findProgrammesOf(row.residentId),
  ]);
  const report = judgeReport(physicalItems, entries, person);
  const days = countDays(readings, row.day);
  const known: ProgrammeCode[] = [...new Set([...person.known, ...enrolled])];
  const actions = actionsAfter(physicalActions, physicalItems, {
    report,
    entries,
    person: { ...person, known },
    context: {
      ...{ day: dayOf(row.releasedAt), isPersonPresent: false, enrolled, beyondAbility: review.beyondAbility },
      ...{ elevatedBpDays: days.elevatedBpDays.length, elevatedFpgDays: days.elevatedFpgDays.length },
    },
  });
  const isBeyond = ({ day }: Reading): boolean =>
    days.elevatedBpDays.includes(day) || days.elevatedFpgDays.includes(day);
  return { actions, report, beyond: readings.filter(isBeyond) };
}

const toTask = (row: ReleaseRow, { kind, subject, programme, ruleId, say, dueDay }: ExamAction): ProposedTask => ({
  ...{ residentId: row.residentId, teamId: row.teamId, source: 'physical', sourceId: row.physicalId },
  ...{ kind, ruleId, say, dueDay, because: '' },
  urgent: dueDay === dayOf(row.releasedAt),
  ...(subject === undefined ? {} : { subject }),
  ...(programme === undefined ? {} : { programme }),
});

/**
 * Makes the tasks that a released report leads to, by the table, and closes those of an earlier version that it does
 * not lead to any more. Running it again changes nothing.
 */
export async function followRelease(deps: Deps, all: readonly Module[], row: ReleaseRow): Promise<void> {
  const { actions, report, beyond } = await judgeRelease(deps, all, row, openRelease(deps.keyring, row));
  const [open, before] = await Promise.all([
    findOpenTasksOf([row.residentId]),
    findTasksFrom('physical', row.physicalId),
  ]);
  const enrolsElsewhere = ({ kind, programme }: ExamAction): boolean =>
    kind === 'enrol' &&
    open.some((task) => task.kind === kind && task.programme === programme && task.sourceId !== row.physicalId);
  const proposed = actions
    .filter((action) => !AT_ONCE.includes(action.kind) && !enrolsElsewhere(action))
    .map((action) => ({ ...toTask(row, action), because: becauseOf(action, row.day, report, beyond) }));
  const amended = {
    // What was asked for at once is not of the release.
    before: before.filter(({ kind }) => !AT_ONCE.includes(kind as ActionKind)),
    words: '体检报告更正以后，这件事不用办了。',
    by: row.releasedBy,
  };
  await proposeAnew(deps, proposed, amended, row.releasedAt);
  await settleRelease(row._id);
}

/** Does what follows from reports: at once after a release, and by a job what a killed process left. */
export async function followOwingReleases(deps: Deps, all: readonly Module[]): Promise<void> {
  for (const row of await findOwingReleases(BATCH)) await followRelease(deps, all, row);
}
