import type { ProgrammeCode } from '@linkang/shared/domain/chronic-table';
import { dueStatusOf, type DueStatus } from '@linkang/shared/domain/chronic-due';
import { isSensitive } from '@linkang/shared/domain/follow-up-visit';
import type { Module } from '../../platform/module';
import { findOpenEnrolments } from './enrolment.model';
import { followupData, followupMerging, followupStore } from './followup.personal';
import { buildFollowupHandlers } from './followup.router';
import { followUpsServed } from './followup.served';
import { followupJobs } from './visit.settling';

export { countOverdueFor } from './worklist.service';
export { createDemoFollowUps, generateFollowUps, type DemoCare, type FollowUpPlan } from './followup.demo';

/** The programmes in which a person is, besides those of which only some may know. */
export const findProgrammesOf = async (residentId: string): Promise<ProgrammeCode[]> =>
  (await findOpenEnrolments([residentId]))
    .filter(({ programme, kind }) => kind === 'managed' && !isSensitive(programme))
    .map(({ programme }) => programme);

/** A follow-up visit that is due this week, or whose day is over. */
export interface DueFollowUp {
  id: string;
  programme: ProgrammeCode;
  /** The last day for it. */
  day: string;
  status: Exclude<DueStatus, 'upcoming'>;
}

/** The follow-ups that a person owes on a day, besides those of which only some may know; the earliest day first. */
export async function findDueFollowUps(residentId: string, today: string): Promise<DueFollowUp[]> {
  const rows = await findOpenEnrolments([residentId]);
  return rows
    .flatMap(({ _id: id, programme, kind, nextDueDay: day, attempts }) => {
      if (day === null || kind !== 'managed' || isSensitive(programme)) return [];
      const status = dueStatusOf({ dueDay: day, failedAttempts: attempts.map(({ at }) => at) }, today);
      return status === 'upcoming' ? [] : [{ id, programme, day, status }];
    })
    .sort((a, b) => a.day.localeCompare(b.day));
}

/** Care for people with chronic diseases: who is in it, the visits, and who is due. */
export const followupModule: Module = {
  feature: 'followup',
  handlers: buildFollowupHandlers,
  jobs: followupJobs,
  personalData: followupData,
  personalStores: [followupStore],
  merging: followupMerging,
  served: followUpsServed,
};
