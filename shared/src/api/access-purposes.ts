import type { policyTable } from './policy';

/**
 * Routes by which staff read or change a person's record: they need a ground (`domain/access-rules`). The other
 * routes serve one booking or one task, which is the ground itself.
 */
export const recordRoutes = [
  'resident.get',
  'resident.update',
  'resident.flags',
  'resident.saveFlags',
  'booking.list',
  'waitlist.list',
  'contract.get',
  'contract.signedText',
  'proxy.ofResident',
  'resident.consentState',
  'card.list',
  'card.issue',
  'card.revoke',
  // Whose building's day is still to come is printed for that (card.service).
  'card.print',
  'resident.addIdNumber',
  'guardian.ofResident',
  'guardian.add',
  'guardian.end',
  'proxy.putPaper',
  'proxy.paper',
  'task.get',
  'task.settle',
  'task.addReading',
  'task.ofResident',
  // A check-up that is not released yet is the task itself (physical.access).
  'physical.open',
  'physical.get',
  'physical.enter',
  'physical.review',
  'physical.release',
  'physical.reopen',
  'physical.report',
  'physical.ofResident',
  'followup.enrol',
  'followup.ofResident',
  'followup.create',
  'followup.amend',
  'followup.versions',
  'followup.assign',
  'followup.lost',
  'followup.end',
  'followup.attempt',
  'followup.recall',
  'measurement.create',
  'measurement.list',
  'measurement.withdraw',
  'measurement.limits',
  'measurement.saveLimits',
  'plan.ofResident',
  'plan.groups',
  'plan.addGroup',
  'plan.endGroup',
  'contract.renew',
  'contract.transfer',
  'contract.signOnSite',
] as const satisfies readonly (keyof typeof policyTable)[];

/** Whether a route reads a person's record. */
export const readsRecord = (route: string): boolean => recordRoutes.some((name) => name === route);
