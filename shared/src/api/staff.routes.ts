import { z } from 'zod';
import { findPasswordFault } from '../domain/staff-password';
import { findIdleRight, findRolesApart, type StaffRight, type StaffRoleName } from '../domain/staff-roles';
import { staffRight, staffRole } from './auth.routes';
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
  /** What the account may do besides its roles. */
  rights: unique(staffRight, 10).default([]),
};

/** Says of roles that may not meet in one account, and of rights that none of them can use, that they are. */
const checkRoles = (
  { roles, rights }: { roles: readonly StaffRoleName[]; rights: readonly StaffRight[] },
  context: z.core.$RefinementCtx,
): void => {
  if (findRolesApart(roles)) context.addIssue({ code: 'custom', path: ['roles'], message: 'ROLES_APART' });
  if (findIdleRight(roles, rights))
    context.addIssue({ code: 'custom', path: ['rights'], message: 'RIGHT_WITHOUT_ROLE' });
};

/** What an administrator says of an account, with the rules between its parts. */
export const staffProfile = z.object(profile).superRefine(checkRoles);

/** A member of staff as the administrator sees them. */
export const staffMember = z.object({
  id,
  username: z.string(),
  name: z.string(),
  title: z.string(),
  roles: z.array(staffRole),
  teamIds: z.array(id),
  rights: z.array(staffRight),
  active: z.boolean(),
  /** Whether the second factor is set up. */
  otp: z.boolean(),
  /** True until the first password, or one that was reset, is replaced by an own one. */
  mustChangePassword: z.boolean(),
  rev,
});

/** Greatest size of a file with staff; 500 rows have a tenth of it. */
export const MAX_IMPORT_BYTES = 256 * 1024;
/** Accounts that one call makes: each password takes a while to hash. */
export const IMPORT_BATCH = 50;

const importFile = z
  .base64()
  .min(1, { error: 'EMPTY' })
  .max(Math.ceil(MAX_IMPORT_BYTES / 3) * 4, { error: 'TOO_LARGE' });
const IMPORT_BODY_BYTES = 400 * 1024;

/** One row of the file, as it will be or was taken. */
const importRow = z.object({
  /** Line of the table, the heading being 1. */
  line: z.number().int(),
  username: z.string(),
  name: z.string(),
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
      checkRoles(body, context);
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
    body: z.object({ rev, ...profile, active: z.boolean() }).superRefine(checkRoles),
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
  resetOtp: {
    ...staffPaths.resetOtp,
    summary: "Take somebody else's second factor away, as after a lost phone; their sign-ins end",
    params: idParams,
    reply: staffMember,
    errors: ['NOT_FOUND', 'FORBIDDEN', 'STATE_CONFLICT'],
  },
  checkImport: {
    ...staffPaths.checkImport,
    summary: 'Read a CSV file with staff (UTF-8 or GB18030, in base64) and say row by row what an import would do',
    body: z.object({ file: importFile }),
    bodyLimitBytes: IMPORT_BODY_BYTES,
    reply: z.object({
      rows: z.array(
        importRow.extend({
          outcome: z.enum(['new', 'existing', 'faulty']),
          /** Sentences that name the column. */
          faults: z.array(z.string()),
        }),
      ),
    }),
  },
  import: {
    ...staffPaths.import,
    summary:
      'Make the accounts of a CSV file without faults, some rows a call; accounts that are there stay as they are, so that it may be repeated',
    body: z.object({ file: importFile, fromRow: z.number().int().min(0, { error: 'TOO_SMALL' }) }),
    bodyLimitBytes: IMPORT_BODY_BYTES,
    reply: z.object({
      rows: z.array(
        importRow.extend({
          outcome: z.enum(['created', 'existing']),
          /** The first password of a new account, told this once. */
          password: z.string().nullable(),
        }),
      ),
      /** `fromRow` of the next call; null after the last row. */
      nextRow: z.number().int().nullable(),
    }),
  },
});

export type StaffRoutes = typeof staffRoutes;
export type StaffMember = z.output<typeof staffMember>;
