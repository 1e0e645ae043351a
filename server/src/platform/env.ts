import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { z } from 'zod';

/** Every setting that comes from outside the configuration folder; `.env.example` explains each. */
export interface Env {
  mode: 'production' | 'development' | 'test';
  host: string;
  port: number;
  /** Folder of the embedded database, logs and demo secrets. */
  dataDir: string;
  configDir: string;
  /** Absent: the embedded database is started (never in production). */
  mongodbUri?: string;
  /** False only in load tests. */
  limits: boolean;
  /** Whether an empty database is filled with the demo; never in production. */
  demo: boolean;
  demoPassword: string;
  /** Number of proxies in front of the server whose X-Forwarded-For is believed. */
  trustedProxies: number;
  /** In this time a request must have arrived as a whole. */
  requestTimeoutMs: number;
  tokenSecret?: string;
  /** `id:base64,…`, the first one encrypts. */
  dataKeys?: string;
  lookupKey?: string;
  /** Encrypts backups; only the backup commands need it. */
  backupKey?: string;
  wechat: { appId?: string; secret?: string; baseUrl?: string; checkOpenId?: string; pushToken?: string };
  /** Where the world reaches the server, without a slash at its end. */
  publicUrl?: string;
  /** The official account for signing in on web pages; without it that way is not offered in production. */
  official: { appId?: string; secret?: string; returnUrl?: string; scope: 'snsapi_base' | 'snsapi_userinfo' };
  /** Without an address no text messages are sent in production. */
  sms: { url?: string; key?: string; sign?: string; codeTemplate?: string };
}

/** Start refused: each fault names its variable. */
export class EnvError extends Error {
  constructor(readonly faults: string[]) {
    super(`环境变量有误：\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.name = 'EnvError';
  }
}

const secret = z.string().min(32, { error: 'needs at least 32 characters' });
const dataKeys = z.string().refine(
  (text) =>
    text.split(',').every((part) => {
      const [id, key] = part.split(':');
      return /^[a-z0-9]{1,8}$/.test(id ?? '') && Buffer.from(key ?? '', 'base64').length === 32;
    }),
  { error: 'needs id:base64-of-32-bytes, several separated by commas' },
);

const schema = z.object({
  NODE_ENV: z.enum(['production', 'development', 'test']).default('development'),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  DATA_DIR: z.string().default('.data'),
  CONFIG_DIR: z.string().optional(),
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\//, { error: 'needs mongodb://… or mongodb+srv://…' })
    .optional(),
  LIMITS: z.enum(['on', 'off']).default('on'),
  DEMO: z.enum(['on', 'off']).default('on'),
  DEMO_PASSWORD: z.string().min(8).optional(),
  TRUST_PROXY: z.coerce.number().int().min(0).max(5).default(0),
  REQUEST_TIMEOUT_SECONDS: z.coerce.number().int().min(1).max(600).default(60),
  TOKEN_SECRET: secret.optional(),
  DATA_KEYS: dataKeys.optional(),
  LOOKUP_KEY: secret.optional(),
  BACKUP_KEY: secret.optional(),
  WECHAT_APPID: z.string().min(1).optional(),
  WECHAT_SECRET: z.string().min(1).optional(),
  WECHAT_BASE_URL: z.url().optional(),
  WECHAT_CHECK_OPENID: z.string().min(1).optional(),
  WECHAT_PUSH_TOKEN: z
    .string()
    .regex(/^[A-Za-z0-9]{3,32}$/, { error: 'needs 3 to 32 letters and digits' })
    .optional(),
  PUBLIC_URL: z.url().optional(),
  WECHAT_OFFICIAL_APPID: z.string().min(1).optional(),
  WECHAT_OFFICIAL_SECRET: z.string().min(1).optional(),
  WECHAT_OFFICIAL_RETURN_URL: z.url().optional(),
  WECHAT_OFFICIAL_SCOPE: z.enum(['snsapi_base', 'snsapi_userinfo']).default('snsapi_base'),
  SMS_URL: z.url().optional(),
  SMS_KEY: z.string().min(1).optional(),
  SMS_SIGN: z.string().min(1).max(32).optional(),
  SMS_CODE_TEMPLATE: z.string().min(1).max(64).optional(),
});

const productionNeeds = [
  'MONGODB_URI',
  'TOKEN_SECRET',
  'DATA_KEYS',
  'LOOKUP_KEY',
  'WECHAT_APPID',
  'WECHAT_SECRET',
] as const;

/** A centre may do without text messages, but not with half of what they need. */
const smsFaults = (values: z.output<typeof schema>): string[] => {
  if (!values.SMS_URL) return [];
  const missing = (['SMS_KEY', 'SMS_SIGN', 'SMS_CODE_TEMPLATE'] as const).filter((name) => !values[name]);
  return [
    ...missing.map((name) => `${name}: missing beside SMS_URL`),
    ...(values.SMS_URL.startsWith('https://') ? [] : ['SMS_URL: needs https in production']),
  ];
};

const officialNames = ['WECHAT_OFFICIAL_APPID', 'WECHAT_OFFICIAL_SECRET', 'WECHAT_OFFICIAL_RETURN_URL'] as const;

/** The same with the official account. */
const officialFaults = (values: z.output<typeof schema>): string[] => {
  const missing = officialNames.filter((name) => !values[name]);
  if (missing.length === officialNames.length) return [];
  const returnUrl = values.WECHAT_OFFICIAL_RETURN_URL;
  return [
    ...missing.map((name) => `${name}: missing beside the others of the official account`),
    // WeChat puts its own query in, and what follows a # never reaches anybody.
    ...(returnUrl && !/^https:\/\/[^?#]+$/.test(returnUrl)
      ? ['WECHAT_OFFICIAL_RETURN_URL: needs https and neither ? nor # in production']
      : []),
  ];
};

const productionFaults = (values: z.output<typeof schema>): string[] => {
  const faults = productionNeeds.filter((name) => !values[name]).map((name) => `${name}: missing in production`);
  if (values.LIMITS === 'off') faults.push('LIMITS: off is refused in production');
  if (values.DEMO_PASSWORD) faults.push('DEMO_PASSWORD: there is no demo in production');
  if (values.WECHAT_BASE_URL && !values.WECHAT_BASE_URL.startsWith('https://'))
    faults.push('WECHAT_BASE_URL: needs https in production');
  return [...faults, ...officialFaults(values), ...smsFaults(values)];
};

const DEMO_PASSWORD = 'Linkang-demo-1';

/** The stub checks in anybody's name; WeChat only in that of somebody who uses the mini-program. */
const checkOpenIdOf = ({ WECHAT_CHECK_OPENID: given, NODE_ENV: mode }: z.output<typeof schema>) => {
  const checkOpenId = given ?? (mode === 'production' ? undefined : 'openid-check');
  return checkOpenId ? { checkOpenId } : {};
};

/**
 * Reads the environment.
 * @throws EnvError that lists every bad or missing variable
 */
export function loadEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (!parsed.success)
    throw new EnvError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  const values = parsed.data;
  const mode = values.NODE_ENV;
  const faults = mode === 'production' ? productionFaults(values) : [];
  if (faults.length) throw new EnvError(faults);
  return {
    mode,
    host: values.HOST,
    port: values.PORT,
    dataDir: path.resolve(values.DATA_DIR),
    configDir: path.resolve(values.CONFIG_DIR ?? 'config'),
    limits: values.LIMITS === 'on',
    demo: mode !== 'production' && values.DEMO === 'on',
    // Outside the demo nobody learns this value, and no account is made with it.
    demoPassword: mode === 'production' ? randomBytes(32).toString('hex') : (values.DEMO_PASSWORD ?? DEMO_PASSWORD),
    trustedProxies: values.TRUST_PROXY,
    requestTimeoutMs: values.REQUEST_TIMEOUT_SECONDS * 1000,
    ...(values.MONGODB_URI ? { mongodbUri: values.MONGODB_URI } : {}),
    ...(values.TOKEN_SECRET ? { tokenSecret: values.TOKEN_SECRET } : {}),
    ...(values.DATA_KEYS ? { dataKeys: values.DATA_KEYS } : {}),
    ...(values.LOOKUP_KEY ? { lookupKey: values.LOOKUP_KEY } : {}),
    ...(values.BACKUP_KEY ? { backupKey: values.BACKUP_KEY } : {}),
    wechat: {
      ...(values.WECHAT_APPID ? { appId: values.WECHAT_APPID } : {}),
      ...(values.WECHAT_SECRET ? { secret: values.WECHAT_SECRET } : {}),
      ...(values.WECHAT_BASE_URL ? { baseUrl: values.WECHAT_BASE_URL } : {}),
      ...checkOpenIdOf(values),
      ...(values.WECHAT_PUSH_TOKEN ? { pushToken: values.WECHAT_PUSH_TOKEN } : {}),
    },
    ...(values.PUBLIC_URL ? { publicUrl: values.PUBLIC_URL.replace(/\/+$/, '') } : {}),
    official: {
      scope: values.WECHAT_OFFICIAL_SCOPE,
      ...(values.WECHAT_OFFICIAL_APPID ? { appId: values.WECHAT_OFFICIAL_APPID } : {}),
      ...(values.WECHAT_OFFICIAL_SECRET ? { secret: values.WECHAT_OFFICIAL_SECRET } : {}),
      ...(values.WECHAT_OFFICIAL_RETURN_URL ? { returnUrl: values.WECHAT_OFFICIAL_RETURN_URL } : {}),
    },
    sms: {
      ...(values.SMS_URL ? { url: values.SMS_URL } : {}),
      ...(values.SMS_KEY ? { key: values.SMS_KEY } : {}),
      ...(values.SMS_SIGN ? { sign: values.SMS_SIGN } : {}),
      ...(values.SMS_CODE_TEMPLATE ? { codeTemplate: values.SMS_CODE_TEMPLATE } : {}),
    },
  };
}
