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
  'record.create',
  'record.get',
  'record.update',
  'record.versions',
  'record.saveEntry',
  'record.close',
  'record.reopen',
  'record.household',
  'record.timeline',
] as const satisfies readonly (keyof typeof policyTable)[];

/** Whether a route reads a person's record. */
export const readsRecord = (route: string): boolean => recordRoutes.some((name) => name === route);
