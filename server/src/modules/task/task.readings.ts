import type { Task, TaskRoutes } from '@linkang/shared/api/task.routes';
import type { Input } from '@linkang/shared/api/route';
import { addDays, ageOn, dayOf } from '@linkang/shared/domain/clinic-day';
import { actionsAfter, type ExamAction } from '@linkang/shared/domain/exam-actions';
import { judgeReport } from '@linkang/shared/domain/exam-report';
import { checkRecheck, elevatedDays, lookBackDay, recheckCodes, type Reading } from '@linkang/shared/domain/recheck';
import { physicalActions } from '@linkang/shared/domain/tables/physical-actions';
import { physicalItems } from '@linkang/shared/domain/tables/physical-items';
import { AppError } from '@linkang/shared/errors';
import mongoose from 'mongoose';
import type { StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import type { IdempotentRequestInfo, Module } from '../../platform/module';
import { findResidents } from '../resident';
import { clearOwing, findOwingReadings, insertReadingOnce, readingPlace, type ReadingRow } from './reading.model';
import { readProgrammes } from './task.facts';
import { findOpenTasksOf, findTask, settleIfOpen, taskPlace, type TaskRow } from './task.model';
import { itemWords, openValues } from './task.presenter';
import { proposeTasks, type ProposedTask } from './task.proposing';
import { openTask, presentFull } from './task.service';

type Body = Input<TaskRoutes['addReading']>['body'];

/** Readings that a job takes at a time. */
const BATCH = 50;

/** The values of a person that any feature keeps, from a day on. */
export async function readingsOf(
  deps: Deps,
  all: readonly Module[],
  residentId: string,
  fromDay: string,
): Promise<Reading[]> {
  const sources = all.flatMap(({ readings }) => readings ?? []);
  const found = await Promise.all(sources.map((source) => source(deps, residentId, fromDay)));
  return found.flat();
}

/** Different days with values beyond the lines, up to the last day: readings may be entered in any order. */
export function countDays(readings: readonly Reading[], known: string) {
  const day = readings.reduce((last, reading) => (reading.day > last ? reading.day : last), known);
  return {
    elevatedBpDays: elevatedDays(physicalActions, physicalItems, { readings, day, count: 'elevatedBpDays' }),
    elevatedFpgDays: elevatedDays(physicalActions, physicalItems, { readings, day, count: 'elevatedFpgDays' }),
  };
}

/** Values in words, day by day: `2026-06-04 左臂高压162mmHg，左臂低压96mmHg`. */
export function sayReadings(readings: readonly Reading[]): string {
  const days = [...new Set(readings.map(({ day }) => day))].sort();
  const sayOne = ({ code, value }: Reading): string => {
    const { name, unit } = itemWords(code);
    return `${name}${String(value)}${unit}`;
  };
  return days
    .map(
      (day) =>
        `${day} ${readings
          .filter((row) => row.day === day)
          .map(sayOne)
          .join('，')}`,
    )
    .join('；');
}

/** @throws VALIDATION_FAILED */
function checkBody(task: TaskRow, { day, values }: Body, today: string): void {
  const codes = values.map(({ code }) => code);
  const repeated = codes.flatMap((code, index) =>
    codes.indexOf(code) === index ? [] : [fieldFault(`body.values.${index}.code`, 'REPEATED')],
  );
  const entered = Object.fromEntries(values.map(({ code, value }) => [code, value]));
  const faults = checkRecheck(physicalActions, physicalItems, task.subject, entered).map(({ field, code, text }) => {
    const index = codes.indexOf(field);
    return fieldFault(index < 0 ? 'body.values' : `body.values.${index}.value`, code, text);
  });
  const earliest = addDays(today, 1 - physicalActions.lookBackDays.elevatedBpDays);
  if (day > today) faults.push(fieldFault('body.day', 'FUTURE', '还没有到这一天，请核对日期。'));
  if (day < earliest) faults.push(fieldFault('body.day', 'PAST', '只能补记四周以内量的，请核对日期。'));
  if (repeated.length + faults.length > 0)
    throw new AppError('VALIDATION_FAILED', { fields: [...repeated, ...faults] });
}

function buildReading(
  deps: Deps,
  task: TaskRow,
  { day, values }: Body,
  { actor, now }: IdempotentRequestInfo,
): Omit<ReadingRow, 'idem' | 'bodyHash' | 'idemAt'> {
  const asked = task.kind === 'recheck' && recheckCodes(physicalActions, task.subject).length > 0;
  if (task.open !== true || !asked)
    throw new AppError('STATE_CONFLICT', {
      detail: asked ? '这件事刚刚有人处理过，请刷新后再看。' : '这件事不用填测量值，请直接写下结果。',
    });
  checkBody(task, { day, values }, dayOf(now));
  const _id = new mongoose.Types.ObjectId().toHexString();
  const sealed = deps.keyring.encrypt(
    JSON.stringify(Object.fromEntries(values.map(({ code, value }) => [code, value]))),
    readingPlace(_id),
  );
  return {
    ...{ _id, taskId: task._id, residentId: task.residentId, day, values: sealed },
    ...{ by: actor.accountId, at: now, owes: true },
  };
}

/** What the rules make of a reading, with every value that counted. */
async function judgeReading(deps: Deps, all: readonly Module[], row: ReadingRow) {
  const fromDay = lookBackDay(physicalActions, row.day);
  const [[person], readings, enrolled] = await Promise.all([
    findResidents([row.residentId]),
    readingsOf(deps, all, row.residentId, fromDay),
    readProgrammes(row.residentId),
  ]);
  if (!person) return undefined;
  const entries = Object.entries(openValues(deps.keyring, row)).map(([code, value]) => ({ code, value }));
  const days = countDays(readings, row.day);
  const examPerson = { sex: person.sex, age: ageOn(person.birthDay, row.day), known: enrolled };
  const actions = actionsAfter(physicalActions, physicalItems, {
    report: judgeReport(physicalItems, entries, examPerson),
    entries,
    person: examPerson,
    context: {
      ...{ day: dayOf(row.at), isPersonPresent: row.day === dayOf(row.at), enrolled, beyondAbility: [] },
      ...{ elevatedBpDays: days.elevatedBpDays.length, elevatedFpgDays: days.elevatedFpgDays.length },
    },
  });
  return { actions: actions.filter(({ causes }) => causes.length > 0), readings, days };
}

/** The next task as the rules ask for it. */
function proposalOf(task: TaskRow, row: ReadingRow, action: ExamAction, because: string): ProposedTask {
  const { kind, subject, programme, ruleId, say, dueDay } = action;
  // However many readings lead to an enrolment, it is proposed once for the task that began it.
  const origin =
    kind === 'enrol'
      ? { source: task.source, sourceId: task.sourceId }
      : { source: 'recheck' as const, sourceId: row._id };
  return {
    ...{ residentId: task.residentId, teamId: task.teamId, kind, ruleId, say, dueDay, because, ...origin },
    urgent: dueDay === dayOf(row.at),
    ...(task.assigneeId === undefined ? {} : { assigneeId: task.assigneeId }),
    ...(subject === undefined ? {} : { subject }),
    ...(programme === undefined ? {} : { programme }),
  };
}

/**
 * Does what follows from a reading: the task stays while its own rule still holds, and is done otherwise; what other
 * rules ask for becomes a task. Running it again changes nothing.
 */
export async function followReading(deps: Deps, all: readonly Module[], row: ReadingRow): Promise<void> {
  const [task, judged] = await Promise.all([findTask(row.taskId), judgeReading(deps, all, row)]);
  if (task && judged) {
    const { actions, readings, days } = judged;
    const open = await findOpenTasksOf([row.residentId]);
    const enrols = (programme: string | undefined): boolean =>
      open.some((other) => other.kind === 'enrol' && other.programme === programme);
    const leads = actions.filter(({ ruleId }) => ruleId !== task.ruleId);
    const next = leads.filter(({ kind, programme }) => kind !== 'enrol' || !enrols(programme));
    const asked = recheckCodes(physicalActions, task.subject);
    const beyond = task.subject === 'bloodPressure' ? days.elevatedBpDays : days.elevatedFpgDays;
    const counted = readings.filter(
      ({ day, code }) => asked.includes(code) && (beyond.includes(day) || day === row.day),
    );
    await proposeTasks(
      deps,
      next.map((action) => proposalOf(task, row, action, sayReadings(counted))),
      row.at,
    );
    if (!actions.some(({ ruleId }) => ruleId === task.ruleId)) {
      const words = `${leads.length > 0 ? '复查后转入下一步' : '复查没有再偏高'}：${sayReadings(counted)}`;
      await settleIfOpen(task._id, {
        ...{ status: 'done', settledBy: row.by, settledAt: row.at, resultId: row._id },
        outcome: deps.keyring.encrypt(words, taskPlace('outcome', task._id)),
      });
    }
  }
  await clearOwing(row._id);
}

/**
 * Keeps what was measured again on a task, and does what follows.
 * @throws NOT_FOUND, ACCESS_LIMITED, VALIDATION_FAILED, STATE_CONFLICT where nothing is measured or it is closed
 */
export async function addReading(
  { deps, all }: { deps: Deps; all: readonly Module[] },
  id: string,
  body: Body,
  request: IdempotentRequestInfo & { actor: StaffActor },
): Promise<Task> {
  const task = await openTask(id, 'task.addReading', request);
  const row = await insertReadingOnce(request.idempotency, request.now, async () =>
    buildReading(deps, task, body, request),
  );
  if (row.owes) await followReading(deps, all, row);
  return presentFull(deps, (await findTask(id)) ?? task, request.now);
}

/** Does what a process that was killed left undone. */
export async function followOwing(deps: Deps, all: readonly Module[]): Promise<void> {
  for (const row of await findOwingReadings(BATCH)) await followReading(deps, all, row);
}
