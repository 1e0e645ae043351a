import { policies } from '@linkang/shared/api/index';
import type { Actor } from '../../platform/actor';
import { isPresentable } from '../../platform/content-check';
import type { LectureRow } from './lecture.model';

/** Whether somebody writes lectures, and so sees drafts. */
export const canWrite = (actor: Actor): boolean =>
  actor.kind === 'staff' && actor.roles.some((role) => policies['lecture.create'].staff?.includes(role));

/** Whether somebody may see a lecture: drafts, and what WeChat refuses, are for those who write. */
export const canSee = (actor: Actor, lecture: LectureRow): boolean =>
  canWrite(actor) || (lecture.state !== 'draft' && isPresentable(lecture));
