import { assessFollowUp } from '@linkang/shared/domain/chronic-follow-up';
import { isControlled, type ClassDecision } from '@linkang/shared/domain/chronic-class';
import type { ProgrammeCode } from '@linkang/shared/domain/chronic-table';
import { addDays, instantOf } from '@linkang/shared/domain/clinic-day';
import type { FieldValue } from '@linkang/shared/domain/field-rules';
import { confirmClass, type ConfirmedClass } from '@linkang/shared/domain/follow-up-visit';
import { chronicProgrammes } from '@linkang/shared/domain/tables/chronic-all';
import type { Deps } from '../../platform/deps';
import { insertEnrolments, type EnrolmentRow } from './enrolment.model';
import { sealContent, type PartContent } from './visit.content';
import { insertVisits, visitPlace, type VisitRow } from './visit.model';

/** Somebody who is to have been in a programme since a day, with a visit whenever one was due. */
export interface FollowUpPlan {
  residentId: string;
  birthDay: string;
  communityId: string | null;
  programme: Extract<ProgrammeCode, 'HTN' | 'T2DM'>;
  doctorId: string;
  teamId: string | null;
  sinceDay: string;
  /** The last day on which there may be a visit. */
  untilDay: string;
  /** What decides on the values; the person's id unless given. */
  seed?: string;
}

type Values = Record<string, FieldValue>;

/** Rows that are written at once. */
const BATCH = 500;

/** A number from 0 to below 1 that is the same for the same text. */
function chanceOf(text: string): number {
  let hash = 2_166_136_261;
  for (const char of text) hash = Math.imul(hash ^ char.charCodeAt(0), 16_777_619) >>> 0;
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 2_246_822_519) >>> 0;
  hash ^= hash >>> 13;
  return (hash >>> 0) / 4_294_967_296;
}

const between = (text: string, least: number, most: number): number =>
  Math.round(least + chanceOf(text) * (most - least));

/** What is measured: mostly controlled, sometimes not, hardly ever an emergency. */
function valuesOf(programme: FollowUpPlan['programme'], key: string): Values {
  const isHigh = chanceOf(`${key}:high`) < 0.25;
  const common: Values = {
    way: chanceOf(`${key}:way`) < 0.8 ? 'clinic' : 'phone',
    dangerSigns: ['无'],
    sbp: isHigh && programme === 'HTN' ? between(`${key}:s`, 150, 168) : between(`${key}:s`, 118, 138),
    dbp: isHigh && programme === 'HTN' ? between(`${key}:d`, 84, 98) : between(`${key}:d`, 70, 86),
    heartRate: between(`${key}:h`, 62, 84),
    medication: chanceOf(`${key}:m`) < 0.85 ? 'regular' : 'irregular',
  };
  if (programme === 'HTN') return { ...common, salt: isHigh ? 'heavy' : 'medium' };
  return { ...common, fpg: between(`${key}:g`, isHigh ? 71 : 50, isHigh ? 92 : 68) / 10 };
}

const partOf = (
  programme: ProgrammeCode,
  values: Values,
  found: ConfirmedClass,
  { sentence }: ClassDecision,
): PartContent => {
  const { class: code, className, ruleId, action, resident, referral, urgent } = found;
  return { programme, values, class: code, className, ruleId, sentence, action, resident, referral, urgent };
};

/** One enrolment with its visits; the same plan always gives the same. */
function buildPlan(deps: Deps, plan: FollowUpPlan): { enrolment: EnrolmentRow; visits: VisitRow[] } {
  const { residentId, programme: code, sinceDay, untilDay, birthDay, doctorId, teamId, communityId } = plan;
  const programme = chronicProgrammes[code];
  const enrolmentId = `enrolment-${code}-${residentId}`;
  const seed = `${code}-${plan.seed ?? residentId}`;
  const visits: VisitRow[] = [];
  const earlier: { day: string; class: string; values: Values }[] = [];
  let day = addDays(sinceDay, between(`${seed}:first`, 3, 14));
  let nextDueDay = day;
  while (day <= untilDay) {
    const _id = `followup-${code}-${visits.length}-${residentId}`;
    const values = valuesOf(code, `${seed}-${visits.length}`);
    const { decision, facts } = assessFollowUp(programme, { values, birthDay, day, earlier });
    const found = confirmClass(programme, decision, undefined);
    if (!found) break;
    nextDueDay = addDays(day, found.nextDueDays);
    visits.push({
      _id,
      residentId,
      day,
      at: instantOf(day, '10:00'),
      way: values['way'] === 'phone' ? 'phone' : 'clinic',
      by: doctorId,
      parts: [
        {
          programme: code,
          enrolmentId,
          nextDay: nextDueDay,
          controlled: isControlled(programme, facts) ?? false,
          fastingGlucose: code === 'T2DM',
          confirmed: true,
          taskSource: _id,
        },
      ],
      content: sealContent(
        deps.keyring,
        { parts: [partOf(code, values, found, decision)], medicines: [] },
        visitPlace(_id),
      ),
      rev: 0,
    });
    earlier.push({ day, class: found.class, values });
    // Most come some days early, some late.
    day = addDays(day, Math.max(1, found.nextDueDays - between(`${seed}-${visits.length}:come`, -6, 12)));
  }
  const last = visits.at(-1);
  const lastClass = earlier.at(-1)?.class;
  const enrolment: EnrolmentRow = {
    _id: enrolmentId,
    residentId,
    programme: code,
    kind: 'managed',
    status: 'active',
    open: true,
    sinceDay,
    enrolledBy: doctorId,
    doctorId,
    teamId,
    communityId,
    nextDueDay,
    ...(last && lastClass ? { lastDay: last.day, lastVisitId: last._id, lastVisitRev: 0, lastClass } : {}),
    attempts: [],
    history: [{ at: instantOf(sinceDay, '10:00'), by: doctorId, what: 'enrolled', doctorId }],
    rev: 0,
  };
  return { enrolment, visits };
}

/**
 * Adds programmes with their visits for many people, the same for the same plans; rows that are there stay.
 * @returns how many of each it made
 */
export async function generateFollowUps(
  deps: Deps,
  plans: readonly FollowUpPlan[],
): Promise<{ enrolments: number; visits: number }> {
  let made = 0;
  for (let from = 0; from < plans.length; from += BATCH) {
    const built = plans.slice(from, from + BATCH).map((plan) => buildPlan(deps, plan));
    const visits = built.flatMap((one) => one.visits);
    await insertVisits(visits);
    await insertEnrolments(built.map(({ enrolment }) => enrolment));
    made += visits.length;
  }
  return { enrolments: plans.length, visits: made };
}

/** Somebody of the demo, and since how many days they are in care. */
export type DemoCare = Omit<FollowUpPlan, 'sinceDay' | 'untilDay'> & { daysInCare: number };

/** The last visit of the demo is so long ago that the next one is due these days. */
const LAST_VISIT_DAYS = 60;

/** The programmes of the people of the demo. */
export async function createDemoFollowUps(deps: Deps, people: readonly DemoCare[], today: string): Promise<void> {
  const plans = people.map(({ daysInCare, ...person }) => ({
    ...person,
    sinceDay: addDays(today, -daysInCare),
    untilDay: addDays(today, -LAST_VISIT_DAYS),
  }));
  await generateFollowUps(deps, plans);
}
