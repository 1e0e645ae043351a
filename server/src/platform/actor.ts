import type { PolicyRole } from '@linkang/shared/api/policy';
import type { StaffRight } from '@linkang/shared/domain/staff-roles';

/** Who calls, as far as the token says. */
export type Actor = AnonymousActor | ResidentActor | StaffActor;

export interface AnonymousActor {
  kind: 'anonymous';
}

export interface ResidentActor {
  kind: 'resident';
  accountId: string;
  /** The sign-in that the token belongs to. */
  signInId: string;
  /** The account's own person, once registered; spares the booking path a read. */
  ownResidentId?: string;
}

export interface StaffActor {
  kind: 'staff';
  accountId: string;
  signInId: string;
  roles: PolicyRole[];
  teamIds: string[];
  /** The password is one that somebody else chose: nothing but changing it is open. */
  mustChangePassword?: true;
  /** What the account may do besides its roles. */
  rights?: StaffRight[];
  /** The role asks for a second factor that is not set up: nothing but setting it up is open. */
  mustSetUpOtp?: true;
}

/** Somebody who signed in. */
export type SignedIn = ResidentActor | StaffActor;
