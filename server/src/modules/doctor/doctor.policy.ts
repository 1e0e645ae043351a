import { policies } from '@linkang/shared/api/index';
import type { Actor } from '../../platform/actor';

/** Whether somebody sees the profiles of those who have left: who looks after the profiles. */
export const seesInactive = (actor: Actor): boolean =>
  actor.kind === 'staff' && actor.roles.some((role) => policies['doctor.update'].staff?.includes(role));

/** Whether the profile is that of whoever asks; a visitor's belongs to no account. */
export const isOwnProfile = (actor: Actor, doctorId: string): boolean =>
  actor.kind === 'staff' && actor.accountId === doctorId;

/** Whether somebody can write the profile anew, and so sees what WeChat says of it. */
export const canWrite = (actor: Actor, doctorId: string): boolean =>
  seesInactive(actor) || isOwnProfile(actor, doctorId);
