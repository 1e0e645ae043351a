import os from 'node:os';
import { systemClock } from '@linkang/server/platform/clock';
import { loadOrCreateSecrets } from '@linkang/server/platform/data-dir';
import { makeTokens } from '@linkang/server/platform/tokens';
import type { NoticeRow } from '@linkang/server/modules/notice/notice.model';
import type { PolicyRole } from '@linkang/shared/api/policy';
import { mongo } from 'mongoose';
import { bodyOf } from './answers';
import { buildIdNumber } from './builders';
import { makeConfigDir } from './config-dir';
import { Caller } from './http';
import { stubCall } from './notices';
import { startPair, type ProcessPair } from './process-pair';
import { freshDatabaseUri } from './database-uri';
import { startWechatStub } from './wechat-stub';

/** The mini-program asks for so many templates at once. */
const TEMPLATES_AT_ONCE = 3;

/** Somebody who signed in with WeChat, registered, and allowed messages. */
export interface Patient {
  name: string;
  idNumber: string;
  openId: string;
  token: string;
  accountId: string;
  residentId: string;
}

/** Two built servers on one database, and WeChat's stand-in. */
export interface WechatPair {
  pair: ProcessPair;
  db: mongo.Db;
  notices: mongo.Collection<NoticeRow>;
  stubUrl: string;
  stopWechat(): Promise<void>;
  /** It is back, at the same address, and has forgotten everything. */
  startWechat(): Promise<void>;
  /** The next request goes to the other server. */
  as(token?: string): Caller;
  staff(role: PolicyRole): Caller;
  /** Signs in and registers. @param allowed how often the person allows each template */
  register(
    code: string,
    person: { name: string; birthDay: string },
    allowed: { templateIds: readonly string[]; times: number },
  ): Promise<Patient>;
  /** How often WeChat knows of a person's permission for each template. */
  allow(person: Pick<Patient, 'openId'>, templateIds: readonly string[], times: number): Promise<void>;
  /** Kills both servers and waits until they are gone. */
  kill(): Promise<void>;
  /** Starts both servers again. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const callersOf = (pair: ProcessPair): Pick<WechatPair, 'as' | 'staff' | 'register'> => {
  const tokens = makeTokens(loadOrCreateSecrets(pair.dataDir).tokenSecret, systemClock);
  const as = (token?: string): Caller => new Caller(pair.next(), token);
  const signIn = async (code: string): Promise<{ accessToken: string; account: { id: string } }> =>
    bodyOf(await as().post('/auth/wechat', { code: `ok-${code}` }));
  return {
    as,
    staff: (role) =>
      as(tokens.signAccess({ kind: 'staff', accountId: 'staff-1', signInId: 's', roles: [role], teamIds: [] })),
    async register(code, { name, birthDay }, { templateIds, times }) {
      const { accessToken } = await signIn(code);
      const { items } = bodyOf(await as().get<{ items: { purpose: string; version: string }[] }>('/consents'));
      const idNumber = buildIdNumber({ birthDay });
      const consents = items.map(({ purpose, version }) => ({ purpose, version }));
      const body = { name, idType: 'residentId', idNumber, consents };
      const { id: residentId } = bodyOf(await as(accessToken).post<{ id: string }>('/residents', body), 201);
      const { accessToken: token, account } = await signIn(code);
      for (let time = 0; time < times; time += 1)
        for (let from = 0; from < templateIds.length; from += TEMPLATES_AT_ONCE)
          await as(token).post('/notices/credits', { templateIds: templateIds.slice(from, from + TEMPLATES_AT_ONCE) });
      return { name, idNumber, openId: `openid-${code}`, token, accountId: account.id, residentId };
    },
  };
};

/** Starts all of it. @param changes what the centre's configuration says otherwise */
export async function startWechatPair(changes: Record<string, Record<string, unknown>> = {}): Promise<WechatPair> {
  const config = makeConfigDir(changes);
  const uri = freshDatabaseUri();
  let stub = await startWechatStub();
  const stubUrl = stub.baseUrl;
  const wechat = { WECHAT_BASE_URL: stubUrl, WECHAT_APPID: 'wx-test', WECHAT_SECRET: 'secret-test' };
  const pair = await startPair({ MONGODB_URI: uri, CONFIG_DIR: config.configDir, DEMO: 'off', ...wechat });
  const client = await new mongo.MongoClient(uri, { runtimeAdapters: { os } }).connect();
  return {
    ...callersOf(pair),
    pair,
    db: client.db(),
    notices: client.db().collection<NoticeRow>('notices'),
    stubUrl,
    stopWechat: () => stub.stop(),
    async startWechat() {
      stub = await startWechatStub(Number(new URL(stubUrl).port));
    },
    async allow({ openId }, templateIds, times) {
      for (const template_id of templateIds)
        await stubCall(stubUrl, 'credits', { touser: openId, template_id, count: times });
    },
    async kill() {
      for (const server of pair.servers) server.signal('SIGKILL');
      await Promise.all(pair.servers.map((server) => server.exited));
    },
    async restart() {
      await pair.start(0);
      await pair.start(1);
    },
    async stop() {
      await pair.end();
      await client.db().dropDatabase();
      await client.close();
      await stub.stop();
      config.remove();
    },
  };
}
