import type { PolicyRole } from '@linkang/shared/api/policy';

/** The rights of an account. */
export interface Rights {
  roles: readonly PolicyRole[];
  teamIds: readonly string[];
  /** What the account may do besides its roles. */
  rights?: readonly string[];
  active: boolean;
}

const sameSet = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((item) => other.includes(item));

/** Which of the rights that nobody may change of their own account are changed. */
export const ownRightsChanged = (before: Rights, after: Rights): ('roles' | 'rights' | 'active')[] => [
  ...(sameSet(before.roles, after.roles) ? [] : (['roles'] as const)),
  ...(sameSet(before.rights ?? [], after.rights ?? []) ? [] : (['rights'] as const)),
  ...(before.active === after.active ? [] : (['active'] as const)),
];

/** Whether tokens that were given out before say something else than the account does now. */
export const rightsChanged = (before: Rights, after: Rights): boolean =>
  ownRightsChanged(before, after).length > 0 || !sameSet(before.teamIds, after.teamIds);
