import { addDays } from '@linkang/shared/domain/clinic-day';
import { referralCheckDays } from '@linkang/shared/domain/chronic-due';
import { isSensitive } from '@linkang/shared/domain/follow-up-visit';
import type { Deps } from '../../platform/deps';
import type { Job } from '../../platform/jobs';
import { findResidents } from '../resident';
import { proposeTasks, settleOpenTasks, type ProposedTask } from '../task';
import {
  applyVisit,
  endHighRisk,
  findEnrolment,
  findOwingEnrolments,
  markSettled,
  type EnrolmentRow,
} from './enrolment.model';
import { openContent, type PartContent } from './visit.content';
import { findOwingVisits, markVisitSettled, visitPlace, type VisitPart, type VisitRow } from './visit.model';

/** Days within which somebody is sent on who need not go today. */
const REFERRAL_DAYS = 7;
const BATCH = 200;

/** Under which source the tasks of a visit's revision stand. */
export const sourceOf = (visitId: string, rev: number): string => (rev === 0 ? visitId : `${visitId}-${rev}`);

/** What a referral asks for: that the person is sent on, and that the outcome is asked for. */
function tasksOf(visit: VisitRow, part: VisitPart, content: PartContent, teamId: string | null): ProposedTask[] {
  const { residentId, day } = visit;
  const common = {
    residentId,
    teamId,
    source: 'followup' as const,
    sourceId: part.taskSource,
    ruleId: content.ruleId,
    programme: part.programme,
    because: content.sentence,
  };
  const { urgent, action } = content;
  const dueDay = urgent ? day : addDays(day, REFERRAL_DAYS);
  return [
    { ...common, kind: urgent ? 'urgentReferral' : 'referral', say: action, urgent, dueDay },
    {
      ...common,
      kind: 'referralCheck',
      say: '追问转诊结果，并记下上级医院的处理。',
      urgent: false,
      dueDay: addDays(day, referralCheckDays),
    },
  ];
}

/** Takes back what an amended visit does not ask for any more. */
async function withdrawTasks(visit: VisitRow, part: VisitPart, now: Date): Promise<void> {
  for (let rev = 0; rev <= visit.rev; rev += 1) {
    const sourceId = sourceOf(visit._id, rev);
    if (sourceId === part.taskSource) continue;
    const which = { sourceId, programme: part.programme };
    const settling = { status: 'declined' as const, settledAt: now, settledBy: visit.amendedBy ?? visit.by };
    await settleOpenTasks(visit.residentId, which, { ...settling, resultId: visit._id });
  }
}

async function settlePart(deps: Deps, visit: VisitRow, part: VisitPart, content: PartContent): Promise<void> {
  const enrolment = await findEnrolment(part.enrolmentId);
  const [person] = await findResidents([visit.residentId]);
  await applyVisit(part.enrolmentId, {
    lastDay: visit.day,
    lastVisitId: visit._id,
    lastVisitRev: visit.rev,
    lastClass: content.class,
    nextDueDay: part.nextDay,
    communityId: person?.communityId ?? null,
    confirmed: part.confirmed,
  });
  // Tasks are seen by teams: of what only some may know, the treating doctor's worklist asks.
  if (isSensitive(part.programme)) return;
  const now = deps.clock.now();
  if (visit.rev > 0) await withdrawTasks(visit, part, now);
  if (content.referral) await proposeTasks(deps, tasksOf(visit, part, content, enrolment?.teamId ?? null), now);
}

/** Tells enrolments and tasks of a visit; running it again changes nothing. */
export async function settleVisit(deps: Deps, visit: VisitRow): Promise<void> {
  const { parts } = openContent(deps.keyring, visit.content, visitPlace(visit._id));
  for (const part of visit.parts) {
    const content = parts.find(({ programme }) => programme === part.programme);
    if (content) await settlePart(deps, visit, part, content);
  }
  await markVisitSettled(visit._id, visit.rev);
}

/** Settles what asked for an enrolment, and ends what it replaces; running it again changes nothing. */
export async function settleEnrolment(deps: Deps, enrolment: EnrolmentRow): Promise<void> {
  const { _id, residentId, programme, enrolledBy, sinceDay } = enrolment;
  if (enrolment.kind === 'managed') {
    await endHighRisk(residentId, programme, sinceDay);
    const done = { status: 'done' as const, settledAt: deps.clock.now(), settledBy: enrolledBy, resultId: _id };
    await settleOpenTasks(residentId, { kind: 'enrol', programme }, done);
  }
  await markSettled(_id);
}

/** Finishes what a process that was killed left undone. */
export const followupJobs = (deps: Deps): Job[] => [
  {
    name: 'settleFollowUps',
    pattern: '20 * * * * *',
    leaseMs: 60_000,
    run: async () => {
      for (const enrolment of await findOwingEnrolments(BATCH)) await settleEnrolment(deps, enrolment);
      for (const visit of await findOwingVisits(BATCH)) await settleVisit(deps, visit);
    },
  },
];
