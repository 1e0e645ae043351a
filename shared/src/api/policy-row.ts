import type { StaffRoleName } from '../domain/staff-roles';

/** Roles of the centre's staff, as the policy table names them. */
export type PolicyRole = StaffRoleName;

/** Who may call a route. What belongs to whom is decided by the feature's own policy after loading. */
export interface PolicyRow {
  /** No sign-in needed; a token is read when it is there. */
  public?: true;
  /** Signed-in residents: `own` means that the feature's policy checks whose object it is. */
  resident?: 'own' | 'any';
  /** Staff in one of these roles. */
  staff?: readonly PolicyRole[];
}
