import { z } from 'zod';
import { authPaths } from './auth.paths';
import { id } from './common';
import { defineRoutes } from './route';

/** Roles of the centre's staff. */
export const staffRole = z.enum(['director', 'doctor', 'nurse', 'desk', 'editor', 'admin']);

const residentAccount = z.object({ id, kind: z.literal('resident') });
const staffAccount = z.object({
  id,
  kind: z.literal('staff'),
  name: z.string(),
  roles: z.array(staffRole),
  /** True: every other route refuses until the password is changed. */
  mustChangePassword: z.boolean(),
});

const tokens = {
  accessToken: z.string(),
  refreshToken: z.string(),
  /** Seconds until the access token ends. */
  expiresIn: z.number().int(),
};

export const authRoutes = defineRoutes({
  wechat: {
    ...authPaths.wechat,
    summary: 'Sign in with a WeChat login code',
    body: z.object({ code: z.string().min(1, { error: 'EMPTY' }).max(128, { error: 'TOO_LONG' }) }),
    reply: z.object({ ...tokens, account: residentAccount }),
    errors: ['AUTH_FAILED', 'FORBIDDEN', 'WECHAT_UNAVAILABLE'],
  },
  staff: {
    ...authPaths.staff,
    summary: 'Sign in as staff by name and password',
    body: z.object({
      username: z.string().min(1, { error: 'EMPTY' }).max(64, { error: 'TOO_LONG' }),
      password: z.string().min(1, { error: 'EMPTY' }).max(256, { error: 'TOO_LONG' }),
      otp: z.string().max(16).optional(),
    }),
    reply: z.object({ ...tokens, account: staffAccount }),
    errors: ['AUTH_FAILED'],
  },
  refresh: {
    ...authPaths.refresh,
    summary: 'Exchange a refresh token for a new pair; a reused one ends the whole sign-in',
    body: z.object({ refreshToken: z.string().min(1, { error: 'EMPTY' }).max(256, { error: 'TOO_LONG' }) }),
    reply: z.object({ ...tokens, account: z.union([residentAccount, staffAccount]) }),
    errors: ['AUTH_EXPIRED'],
  },
  logout: { ...authPaths.logout, summary: 'End this sign-in' },
  me: {
    ...authPaths.me,
    summary: 'The account and the residents it may act for',
    reply: z.object({
      account: z.union([residentAccount, staffAccount]),
      residents: z.array(
        z.object({
          id,
          name: z.string(),
          relation: z.enum(['self', 'proxy']),
          scopes: z.array(z.enum(['book', 'report', 'record', 'consult'])),
          elderMode: z.boolean(),
        }),
      ),
      /** Needed texts of consent that the own person has still to answer, for example in a new version. */
      consentsDue: z.array(z.enum(['service', 'sensitive'])),
    }),
  },
  changePassword: {
    ...authPaths.changePassword,
    summary: 'Staff change their own password; all their sign-ins end and a new one begins',
    body: z.object({
      current: z.string().min(1, { error: 'EMPTY' }).max(256, { error: 'TOO_LONG' }),
      next: z.string().min(1, { error: 'EMPTY' }).max(256, { error: 'TOO_LONG' }),
    }),
    reply: z.object({ ...tokens, account: staffAccount }),
    errors: ['AUTH_EXPIRED', 'STATE_CONFLICT', 'RATE_LIMITED'],
  },
  phone: {
    ...authPaths.phone,
    summary: "The number that WeChat knows of the caller, to fill in a form with; it isn't kept",
    body: z.object({ code: z.string().min(1, { error: 'EMPTY' }).max(128, { error: 'TOO_LONG' }) }),
    reply: z.object({ phone: z.string() }),
    errors: ['WECHAT_UNAVAILABLE'],
  },
  demoPeople: {
    ...authPaths.demoPeople,
    summary: 'The people of the demo, for its sign-in pages; 404 outside the demo',
    reply: z.object({
      items: z.array(z.object({ code: z.string(), name: z.string(), description: z.string() })),
      staff: z.array(z.object({ username: z.string(), name: z.string(), description: z.string() })),
    }),
  },
});

export type AuthRoutes = typeof authRoutes;
export type StaffRole = z.output<typeof staffRole>;
