/** Roles of the centre's staff. */
export const staffRoles = [
  'director',
  'doctor',
  'nurse',
  'desk',
  'editor',
  'admin',
  'publicHealth',
  'auditor',
] as const;

export type StaffRoleName = (typeof staffRoles)[number];

/** Rights that an account has besides its roles, each granted by name. */
export const staffRights = ['sensitiveFlags', 'massExport', 'importRecords'] as const;

export type StaffRight = (typeof staffRights)[number];

/**
 * Roles that one account never holds together: who reads the logs neither looks after the accounts nor has a hand in
 * what the logs tell of.
 */
export const rolesApart: readonly (readonly [StaffRoleName, StaffRoleName])[] = [
  ['auditor', 'admin'],
  ['auditor', 'director'],
  ['auditor', 'doctor'],
  ['auditor', 'nurse'],
  ['auditor', 'desk'],
  ['auditor', 'publicHealth'],
  ['auditor', 'editor'],
];

/** Rights that only these roles can use. */
export const rolesOfRight: Readonly<Record<StaffRight, readonly StaffRoleName[]>> = {
  sensitiveFlags: ['director', 'doctor', 'nurse', 'publicHealth'],
  massExport: ['director', 'nurse', 'desk', 'publicHealth'],
  importRecords: ['director', 'admin'],
};

/** What is wrong with the roles and rights of an account. */
export type RolesFault = 'ROLES_APART' | 'RIGHT_WITHOUT_ROLE';

/** Two roles that may not meet in one account, or undefined. */
export const findRolesApart = (roles: readonly string[]): readonly [StaffRoleName, StaffRoleName] | undefined =>
  rolesApart.find((pair) => pair.every((role) => roles.includes(role)));

/** A right that none of the roles can use, or undefined. */
export const findIdleRight = (roles: readonly string[], rights: readonly StaffRight[]): StaffRight | undefined =>
  rights.find((right) => !rolesOfRight[right].some((role) => roles.includes(role)));

/** The fault of an account's roles with its rights; undefined when they may stand. */
export function findRolesFault(roles: readonly string[], rights: readonly StaffRight[]): RolesFault | undefined {
  if (findRolesApart(roles)) return 'ROLES_APART';
  return findIdleRight(roles, rights) ? 'RIGHT_WITHOUT_ROLE' : undefined;
}
