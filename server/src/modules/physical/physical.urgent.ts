import { actionsAfter, type ExamAction } from '@linkang/shared/domain/exam-actions';
import { dayOf } from '@linkang/shared/domain/clinic-day';
import { physicalActions } from '@linkang/shared/domain/tables/physical-actions';
import { physicalItems } from '@linkang/shared/domain/tables/physical-items';
import type { Deps } from '../../platform/deps';
import { proposeTasks, type ProposedTask } from '../task';
import { examine, type Examination, type Examinee } from './physical.examining';
import { settlePhysical, type EntryRow, type PhysicalRow } from './physical.model';

/** A critical value with what is to be done about it at once. */
export interface UrgentValue {
  code: string;
  sentence: string;
  say: string;
}

/** What is done before the person leaves, or by telephone; the rest of an action table follows the release. */
const AT_ONCE: readonly ExamAction['kind'][] = ['actNow', 'call'];

/** The value was written down while the person stood there. */
const isPresent = ({ day }: PhysicalRow, { via, at }: EntryRow): boolean => via === 'station' && dayOf(at) === day;

/** What the table asks for at once because of one critical value. */
function actionsOf(row: PhysicalRow, code: string, { report, values, person }: Examination): ExamAction[] {
  const entry = row.entries[code];
  if (!entry) return [];
  // Alone: each critical value has its own task, with its own value.
  const judgements = report.judgements.filter((judgement) => judgement.code === code);
  const context = {
    day: dayOf(entry.at),
    isPersonPresent: isPresent(row, entry),
    enrolled: [],
    elevatedBpDays: 0,
    elevatedFpgDays: 0,
    beyondAbility: [],
  };
  return actionsAfter(physicalActions, physicalItems, {
    report: { ...report, judgements, computed: {} },
    entries: values,
    person,
    context,
  }).filter(({ kind, causes }) => AT_ONCE.includes(kind) && causes.some((cause) => cause.code === code));
}

const toTask = (row: PhysicalRow, code: string, sentence: string, action: ExamAction): ProposedTask => ({
  residentId: row.residentId,
  teamId: row.teamId,
  kind: action.kind,
  source: 'physical',
  sourceId: row._id,
  ruleId: `${action.ruleId}:${code}`,
  say: action.say,
  because: sentence,
  urgent: true,
  dueDay: action.dueDay,
});

/**
 * Makes the tasks that critical values of a check-up ask for at once; each value asks once, however often this runs.
 * @returns what is to be done, by value
 */
export async function actOnCritical(
  deps: Pick<Deps, 'keyring'>,
  row: PhysicalRow,
  examinee: Examinee,
  now: Date,
): Promise<UrgentValue[]> {
  const examination = examine(deps.keyring, row, examinee);
  const critical = examination.report.judgements.filter(({ verdict }) => verdict === 'critical');
  const found = critical.flatMap(({ code, sentence }) =>
    actionsOf(row, code, examination).map((action) => ({ code, sentence, action })),
  );
  if (row.owes) {
    const tasks = found.map(({ code, sentence, action }) => toTask(row, code, sentence, action));
    await proposeTasks(deps, tasks, now);
    await settlePhysical(row);
  }
  return found.map(({ code, sentence, action }) => ({ code, sentence, say: action.say }));
}
