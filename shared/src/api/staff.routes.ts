import { z } from 'zod';
import { findPasswordFault } from '../domain/staff-password';
import { staffRole } from './auth.routes';
import { id, idParams, page, pageQuery, rev, text } from './common';
import { defineRoutes } from './route';
import { staffPaths } from './staff.paths';

const MAX_TEAMS = 50;

/** A user name: small letters, digits, dot, hyphen and underscore. */
export const username = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{2,31}$/, { error: 'USERNAME' });

const password = z.string().max(256, { error: 'TOO_LONG' });

const unique = <T extends z.ZodType<string>>(item: T, max: number) =>
  z
    .array(item)
    .max(max, { error: 'TOO_MANY' })
    .transform((items) => [...new Set(items)]);

const profile = {
  name: text(30),
  /** As residents read it: 全科主治医师. */
  title: z.union([z.literal(''), text(30)]),
  roles: unique(staffRole, 10).refine((roles) => roles.length > 0, { error: 'EMPTY' }),
  teamIds: unique(id, MAX_TEAMS),
};

/** A member of staff as the administrator sees them. */
export const staffMember = z.object({
  id,
  username: z.string(),
  name: z.string(),
  title: z.string(),
  roles: z.array(staffRole),
  teamIds: z.array(id),
  active: z.boolean(),
  /** True until the first password, or one that was reset, is replaced by an own one. */
  mustChangePassword: z.boolean(),
  rev,
});

export const staffRoutes = defineRoutes({
  list: {
    ...staffPaths.list,
    summary: 'Accounts of staff by user name',
    query: z.object({ ...pageQuery, active: z.enum(['true', 'false']).optional() }),
    reply: page(staffMember),
  },
  create: {
    ...staffPaths.create,
    summary: 'Make an account; its first password must be changed at the first sign-in',
    body: z.object({ username, ...profile, password }).superRefine((body, context) => {
      const fault = findPasswordFault(body.password, body.username);
      if (fault) context.addIssue({ code: 'custom', path: ['password'], message: fault });
    }),
    reply: staffMember,
    status: 201,
    idempotent: true,
    errors: ['STAFF_USERNAME_TAKEN', 'IDEMPOTENCY_MISMATCH'],
  },
  update: {
    ...staffPaths.update,
    summary: 'Change an account or disable it; less or other rights end its sign-ins',
    params: idParams,
    body: z.object({ rev, ...profile, active: z.boolean() }),
    reply: staffMember,
    errors: ['NOT_FOUND', 'STATE_CONFLICT', 'STAFF_LAST_ADMIN'],
  },
  resetPassword: {
    ...staffPaths.resetPassword,
    summary: 'Give somebody else a new password, told once; it must be changed at the next sign-in',
    params: idParams,
    reply: z.object({ password: z.string() }),
    errors: ['NOT_FOUND', 'FORBIDDEN', 'STATE_CONFLICT'],
  },
});

export type StaffRoutes = typeof staffRoutes;
export type StaffMember = z.output<typeof staffMember>;
