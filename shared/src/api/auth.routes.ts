import { z } from 'zod';
import { readMobile, readSmsCode } from '../domain/mobile';
import { staffRights, staffRoles } from '../domain/staff-roles';
import { authPaths } from './auth.paths';
import { id } from './common';
import { consentPurpose } from './resident.routes';
import { defineRoutes } from './route';

/** Roles of the centre's staff. */
export const staffRole = z.enum(staffRoles);
/** Rights besides the roles. */
export const staffRight = z.enum(staffRights);

const residentAccount = z.object({ id, kind: z.literal('resident') });
const staffAccount = z.object({
  id,
  kind: z.literal('staff'),
  username: z.string(),
  name: z.string(),
  roles: z.array(staffRole),
  rights: z.array(staffRight),
  /** True: every other route refuses until the password is changed. */
  mustChangePassword: z.boolean(),
  /** Whether the second factor is set up; `needed`: every other route refuses until it is. */
  otp: z.enum(['on', 'off', 'needed']),
  /** Minutes without a touch after which the console asks for the password again. */
  idleMinutes: z.number().int(),
});

/** Six digits of the authenticator, or a recovery code; blanks and hyphens do not count. */
const otpCode = z
  .string()
  .max(32, { error: 'TOO_LONG' })
  .transform((code) => code.replace(/[\s-]/g, '').toLowerCase())
  .refine((code) => /^(\d{6}|[a-z2-9]{10})$/.test(code), { error: 'OTP' });

const tokens = {
  accessToken: z.string(),
  refreshToken: z.string(),
  /** Seconds until the access token ends. */
  expiresIn: z.number().int(),
};

/** A mainland mobile; blanks, hyphens and the country code are removed. */
const mobile = z
  .string()
  .max(32, { error: 'TOO_LONG' })
  .transform((typed) => readMobile(typed) ?? '')
  .refine((number) => number !== '', { error: 'MOBILE' });

/** What asking for a code gives; the same for every number. */
const sentCode = z.object({
  /** Proves later who asked: a code is good only together with it. */
  ticket: z.string(),
  /** Seconds until another one may be asked for. */
  resendSeconds: z.number().int(),
  /** Seconds for which the code is good. */
  validSeconds: z.number().int(),
  /** The code itself; in the demo alone, where no message leaves the machine. */
  demoCode: z.string().optional(),
});

/** A code with what belongs to it. */
const typedCode = z.object({
  phone: mobile,
  ticket: z.string().min(1, { error: 'EMPTY' }).max(64, { error: 'TOO_LONG' }),
  code: z
    .string()
    .max(32, { error: 'TOO_LONG' })
    .transform((typed) => readSmsCode(typed) ?? '')
    .refine((code) => code !== '', { error: 'SIX_DIGITS' }),
});

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
      otp: otpCode.optional(),
    }),
    reply: z.object({ ...tokens, account: staffAccount }),
    errors: ['AUTH_FAILED', 'AUTH_OTP_NEEDED', 'RATE_LIMITED'],
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
          relation: z.enum(['self', 'proxy', 'guardian']),
          scopes: z.array(z.enum(['book', 'report', 'record', 'consult'])),
          elderMode: z.boolean(),
        }),
      ),
      /** Needed texts of consent that the own person has still to answer, for example in a new version. */
      consentsDue: z.array(consentPurpose),
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
  otp: {
    ...authPaths.otp,
    summary: 'Whether the second factor is set up and how many recovery codes are left',
    reply: z.object({ enabled: z.boolean(), required: z.boolean(), recoveryLeft: z.number().int() }),
    errors: ['AUTH_EXPIRED'],
  },
  startOtp: {
    ...authPaths.startOtp,
    summary: 'Begin to set up the second factor; where one is set up already its code is asked for',
    body: z.object({
      password: z.string().min(1, { error: 'EMPTY' }).max(256, { error: 'TOO_LONG' }),
      otp: otpCode.optional(),
    }),
    reply: z.object({
      /** To be typed where there is no camera. */
      secret: z.string(),
      /** For the QR code. */
      uri: z.string(),
    }),
    errors: ['AUTH_EXPIRED', 'AUTH_OTP_NEEDED', 'RATE_LIMITED', 'STATE_CONFLICT'],
  },
  confirmOtp: {
    ...authPaths.confirmOtp,
    summary: 'Prove that the authenticator works; all other sign-ins end, and the recovery codes are told this once',
    body: z.object({ code: z.string().regex(/^\d{6}$/, { error: 'OTP' }) }),
    reply: z.object({ ...tokens, account: staffAccount, recoveryCodes: z.array(z.string()) }),
    errors: ['AUTH_EXPIRED', 'STATE_CONFLICT', 'RATE_LIMITED'],
  },
  phone: {
    ...authPaths.phone,
    summary: "The number that WeChat knows of the caller, to fill in a form with; it isn't kept",
    body: z.object({ code: z.string().min(1, { error: 'EMPTY' }).max(128, { error: 'TOO_LONG' }) }),
    reply: z.object({ phone: z.string() }),
    errors: ['WECHAT_UNAVAILABLE'],
  },
  ways: {
    ...authPaths.ways,
    summary: 'How a resident can sign in outside the mini-program',
    reply: z.object({
      /** Over the official account, inside WeChat's own browser. */
      official: z.boolean(),
      /** By a code to a phone. */
      phoneCode: z.boolean(),
    }),
  },
  startOfficial: {
    ...authPaths.startOfficial,
    summary: "Begin to sign in over WeChat's official account: where to go, and the key with which to finish",
    reply: z.object({
      /** WeChat's page, which comes back to the configured address with `code` and `state`. */
      url: z.string(),
      /** Stays in this browser; without it `code` and `state` are worth nothing. */
      key: z.string(),
    }),
    errors: ['RATE_LIMITED'],
  },
  official: {
    ...authPaths.official,
    summary: 'Sign in with what WeChat brought back, once, in the browser that began it',
    body: z.object({
      code: z.string().min(1, { error: 'EMPTY' }).max(128, { error: 'TOO_LONG' }),
      state: z.string().min(1, { error: 'EMPTY' }).max(128, { error: 'TOO_LONG' }),
      key: z.string().min(1, { error: 'EMPTY' }).max(128, { error: 'TOO_LONG' }),
    }),
    reply: z.object({ ...tokens, account: residentAccount }),
    errors: ['AUTH_FAILED', 'FORBIDDEN', 'WECHAT_UNAVAILABLE', 'RATE_LIMITED'],
  },
  sendCode: {
    ...authPaths.sendCode,
    summary: 'Send a sign-in code to a phone; the answer is the same whether or not the number is known',
    body: z.object({ phone: mobile }),
    reply: sentCode,
    errors: ['RATE_LIMITED', 'SMS_UNAVAILABLE'],
  },
  signInByCode: {
    ...authPaths.signInByCode,
    summary: 'Sign in with the code that was sent; a number that nobody uses yet begins an account',
    body: typedCode,
    reply: z.object({ ...tokens, account: residentAccount }),
    errors: ['SMS_CODE_WRONG'],
  },
  ownPhone: {
    ...authPaths.ownPhone,
    summary: 'The phone with which the caller can sign in',
    reply: z.object({ phoneMasked: z.string().nullable() }),
  },
  sendOwnCode: {
    ...authPaths.sendOwnCode,
    summary: 'Send a code to a phone with which the caller wants to sign in',
    body: z.object({ phone: mobile }),
    reply: sentCode,
    errors: ['RATE_LIMITED', 'SMS_UNAVAILABLE'],
  },
  bindPhone: {
    ...authPaths.bindPhone,
    summary: 'Prove a phone and sign in with it from now on; what the same person began elsewhere comes together',
    body: typedCode,
    reply: z.object({
      phoneMasked: z.string(),
      /** A new pair, when the account that had the phone already goes on in place of the caller's. */
      signIn: z.object({ ...tokens, account: residentAccount }).nullable(),
    }),
    errors: ['SMS_CODE_WRONG', 'ACCOUNT_PHONE_TAKEN', 'STATE_CONFLICT'],
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
