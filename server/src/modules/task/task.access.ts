import { staffMay } from '@linkang/shared/api/policy';
import type { Actor, StaffActor } from '../../platform/actor';
import type { TaskRow, TaskView } from './task.model';

/** Whether the account may know of everybody's severe mental disorders. */
const knowsAll = (actor: StaffActor): boolean => actor.rights?.includes('sensitiveFlags') ?? false;

/**
 * Whether somebody may know of a task at all. What has to do with a severe mental disorder is for the person, for the
 * doctor to whom it was given, and for accounts with the right.
 */
export function mayKnow(actor: Actor, { programme, assigneeId }: Pick<TaskRow, 'programme' | 'assigneeId'>): boolean {
  if (programme !== 'SMI') return true;
  return actor.kind === 'staff' && (knowsAll(actor) || assigneeId === actor.accountId);
}

/** Whether somebody answers for the tasks of the whole house. */
export const leadsHouse = ({ roles }: StaffActor): boolean =>
  roles.some((role) => role === 'director' || role === 'publicHealth');

/** Which tasks are looked at. */
export function viewOf(actor: StaffActor, whose: 'mine' | 'team' | 'all'): TaskView {
  const view: TaskView = knowsAll(actor) ? {} : { withoutSensitive: actor.accountId };
  if (whose === 'mine') return { ...view, assigneeId: actor.accountId };
  return whose === 'team' ? { ...view, teamIds: actor.teamIds } : view;
}

/** The tasks that somebody has to look after; undefined for those who have nothing to do with them. */
export function ownView(actor: StaffActor): TaskView | undefined {
  if (!staffMay(actor.roles, 'task.list')) return undefined;
  return viewOf(actor, leadsHouse(actor) ? 'all' : 'team');
}
