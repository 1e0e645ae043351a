import type { CallInput } from '@linkang/shared/api/route';
import type { StaffMember, StaffRoutes } from '@linkang/shared/api/staff.routes';
import { staffRoutes } from '@linkang/shared/api/staff.routes';
import type { FieldFault } from '@linkang/shared/errors';
import { faultsOfIssues } from '../../components/form-faults';

/** What the API takes for a new account. */
export type NewStaffBody = CallInput<StaffRoutes['create']>['body'];
/** What the API takes for a changed one. */
export type StaffBody = CallInput<StaffRoutes['update']>['body'];

/** What the form holds; user name and password only for a new account. */
export interface StaffValues {
  username?: string;
  password?: string;
  name?: string;
  title?: string;
  roles?: StaffMember['roles'];
  teamIds?: string[];
  rights?: StaffMember['rights'];
  active?: boolean;
}

/** A checked body, or what is wrong with it. */
type Checked<T> = { body: T; faults?: undefined } | { faults: FieldFault[] };

const profileOf = ({ name = '', title = '', roles = [], teamIds = [], rights = [] }: StaffValues) => ({
  name,
  title: title.trim(),
  roles,
  teamIds,
  rights,
});

/** Checks a new account by the very schema that the server uses. */
export function checkNewStaff(values: StaffValues): Checked<NewStaffBody> {
  const { username = '', password = '' } = values;
  const parsed = staffRoutes.create.body.safeParse({ ...profileOf(values), username, password });
  return parsed.success ? { body: parsed.data } : { faults: faultsOfIssues(parsed.error.issues) };
}

/** Checks a changed account likewise. */
export function checkStaff(values: StaffValues, rev: number): Checked<StaffBody> {
  const parsed = staffRoutes.update.body.safeParse({ ...profileOf(values), rev, active: values.active ?? true });
  return parsed.success ? { body: parsed.data } : { faults: faultsOfIssues(parsed.error.issues) };
}
