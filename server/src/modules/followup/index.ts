import type { ProgrammeCode } from '@linkang/shared/domain/chronic-table';
import { isSensitive } from '@linkang/shared/domain/follow-up-visit';
import type { Module } from '../../platform/module';
import { findOpenEnrolments } from './enrolment.model';
import { followupData, followupMerging, followupStore } from './followup.personal';
import { buildFollowupHandlers } from './followup.router';
import { followUpsServed } from './followup.served';
import { followupJobs } from './visit.settling';

export { createDemoFollowUps, generateFollowUps, type DemoCare, type FollowUpPlan } from './followup.demo';

/** The programmes in which a person is, besides those of which only some may know. */
export const findProgrammesOf = async (residentId: string): Promise<ProgrammeCode[]> =>
  (await findOpenEnrolments([residentId]))
    .filter(({ programme, kind }) => kind === 'managed' && !isSensitive(programme))
    .map(({ programme }) => programme);

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
