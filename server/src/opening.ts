import mongoose, { type Connection } from 'mongoose';
// The models register themselves when their modules are loaded; migrations need all of them.
import './modules';
import { systemClock } from './platform/clock';
import { loadConfigParts } from './platform/config';
import { loadOrCreateSecrets, type DemoSecrets } from './platform/data-dir';
import { connectDatabase, migrate } from './platform/database';
import { startDemoStub } from './platform/demo-stub';
import type { Deps } from './platform/deps';
import { startEmbeddedMongo } from './platform/embedded-mongo';
import type { Env } from './platform/env';
import { makeKeyring, processKeyring, useKeyring, type Keyring } from './platform/keyring';
import { makeLimits } from './platform/limits';
import { followConfig } from './platform/live-config';
import type { Log } from './platform/logger';
import { followRevocations } from './platform/revocations';
import { makeSmsClient, makeStubSmsClient } from './platform/sms';
import { makeTokens } from './platform/tokens';
import { makeWechatClient } from './platform/wechat';
import { makeOfficialAccount, type OfficialAccount } from './platform/wechat-official';

const WECHAT_URL = 'https://api.weixin.qq.com';
/** Where WeChat's own pages are. */
const WECHAT_OPEN_URL = 'https://open.weixin.qq.com';

/** Steps that undo what was opened, run in reverse. */
export type Undo = () => Promise<void> | void;

/** Tells the operator something on standard output. */
export const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

function secretsOf(env: Env): DemoSecrets {
  const { tokenSecret, dataKeys, lookupKey } = env;
  if (tokenSecret && dataKeys && lookupKey) return { tokenSecret, dataKeys, lookupKey };
  // In production loadEnv has refused already; elsewhere random ones are kept in the data folder.
  const kept = loadOrCreateSecrets(env.dataDir);
  return {
    tokenSecret: tokenSecret ?? kept.tokenSecret,
    dataKeys: dataKeys ?? kept.dataKeys,
    lookupKey: lookupKey ?? kept.lookupKey,
  };
}

/** The key ring of this server, for commands that run beside it. */
export function openKeyring(env: Env): Keyring {
  const { dataKeys, lookupKey } = secretsOf(env);
  return makeKeyring(dataKeys, lookupKey);
}

/**
 * Connects to the database, with the embedded one started where none is named, and brings its form up to
 * date; the key ring is in use from then on, since changes of form may encrypt.
 */
export async function openDatabase(env: Env, log: Log, undo: Undo[]): Promise<Connection> {
  useKeyring(openKeyring(env));
  let uri = env.mongodbUri;
  if (!uri) {
    const embedded = await startEmbeddedMongo({ dataDir: env.dataDir, log: { info: say, warn: say }, supervise: true });
    undo.push(() => embedded.stop());
    uri = embedded.uri;
  }
  const connection = await connectDatabase(uri);
  undo.push(() => mongoose.disconnect());
  const ran = await migrate(connection, systemClock, log);
  if (ran.length) say(`数据库结构已更新：${ran.join('，')}`);
  return connection;
}

/** The official account; the demo has one of its own, which comes back to this very server. */
function openOfficial(env: Env, apiUrl: string, demo: { appId: string; secret: string }, log: Log) {
  const { appId, secret, returnUrl, scope } = env.official;
  if (env.mode === 'production') {
    if (!appId || !secret || !returnUrl) return null;
    return makeOfficialAccount({ openUrl: WECHAT_OPEN_URL, apiUrl, appId, secret, returnUrl, scope }, log);
  }
  const host = env.host === '0.0.0.0' ? '127.0.0.1' : env.host;
  const back = returnUrl ?? `http://${host}:${env.port}/`;
  return makeOfficialAccount({ openUrl: apiUrl, apiUrl, ...demo, returnUrl: back, scope }, log);
}

async function openWechat(
  env: Env,
  log: Log,
  undo: Undo[],
): Promise<{ wechat: Deps['wechat']; official: OfficialAccount | null }> {
  const appId = env.wechat.appId ?? 'wx-demo';
  const secret = env.wechat.secret ?? 'demo-secret';
  const own = { appId: env.official.appId ?? 'wx-demo-official', secret: env.official.secret ?? 'demo-secret' };
  let { baseUrl } = env.wechat;
  if (!baseUrl && env.mode !== 'production') {
    const stub = await startDemoStub('wechat-stub', env.dataDir, {
      WECHAT_APPID: appId,
      WECHAT_SECRET: secret,
      WECHAT_OFFICIAL_APPID: own.appId,
      WECHAT_OFFICIAL_SECRET: own.secret,
    });
    undo.push(() => stub.stop());
    baseUrl = stub.baseUrl;
  }
  const miniProgram = env.mode === 'production' ? 'formal' : 'developer';
  const apiUrl = baseUrl ?? WECHAT_URL;
  return {
    wechat: makeWechatClient({ baseUrl: apiUrl, appId, secret, miniProgram }, log),
    official: openOfficial(env, apiUrl, own, log),
  };
}

async function openSms(env: Env, log: Log, undo: Undo[]): Promise<Deps['sms']> {
  const { key = 'demo-key', sign = '演示', codeTemplate = 'demo-code' } = env.sms;
  const { url } = env.sms;
  if (!url && env.mode !== 'production') {
    const stub = await startDemoStub('sms-stub', env.dataDir, { SMS_KEY: key });
    undo.push(() => stub.stop());
    return makeStubSmsClient(stub.baseUrl, { key, sign, codeTemplate }, log);
  }
  return url ? makeSmsClient({ url, key, sign, codeTemplate }, log) : null;
}

/**
 * Opens everything that the features are given: configuration, database (migrated), secrets, WeChat.
 * @param undo receives the steps that close it again
 */
export async function openDeps(env: Env, log: Log, undo: Undo[]): Promise<Deps> {
  const files = loadConfigParts(env.configDir);
  const connection = await openDatabase(env, log, undo);
  const secrets = secretsOf(env);
  const revocations = followRevocations(connection, systemClock);
  undo.push(() => revocations.stop());
  await revocations.refresh();
  const settings = await followConfig(files, { connection, clock: systemClock, log });
  undo.push(() => settings.stop());
  return {
    env,
    config: settings.config,
    settings,
    clock: systemClock,
    log,
    connection,
    keyring: processKeyring(),
    tokens: makeTokens(secrets.tokenSecret, systemClock),
    revocations,
    limits: makeLimits(connection, env.limits),
    ...(await openWechat(env, log, undo)),
    sms: await openSms(env, log, undo),
  };
}
