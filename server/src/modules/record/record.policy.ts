import { recordForm } from '@linkang/shared/domain/tables/record-form';
import type { EntryKind } from '@linkang/shared/domain/record-form';
import type { Actor, StaffActor } from '../../platform/actor';
import type { Access } from '../resident';

/**
 * Whether somebody who may read a record also sees what it says of severe mental disorders: the person, and accounts
 * with the right. Relatives, guardians and all other staff do not even see that there is such a part.
 */
export const seesRestricted = (actor: Actor, { relation }: Pick<Access, 'relation'>): boolean =>
  relation === 'self' || (actor.kind === 'staff' && (actor.rights?.includes('sensitiveFlags') ?? false));

/** Parts of a record that somebody who may read it sees. */
export const visibleKinds = (actor: Actor, access: Pick<Access, 'relation'>): EntryKind[] =>
  recordForm.sections.filter(({ restricted }) => !restricted || seesRestricted(actor, access)).map(({ kind }) => kind);

/** The teams whose records somebody finds in lists; undefined: of the whole house. */
export const listedTeams = ({ roles, teamIds }: StaffActor): readonly string[] | undefined =>
  roles.includes('director') || roles.includes('publicHealth') ? undefined : teamIds;
