import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { createApp, type Readiness } from '@linkang/server/app';
import { modules } from '@linkang/server/modules';
import { loadConfigParts } from '@linkang/server/platform/config';
import { connectDatabase, migrate } from '@linkang/server/platform/database';
import type { Deps } from '@linkang/server/platform/deps';
import { loadEnv } from '@linkang/server/platform/env';
import { makeKeyring } from '@linkang/server/platform/keyring';
import { makeLimits } from '@linkang/server/platform/limits';
import { followConfig } from '@linkang/server/platform/live-config';
import type { Log } from '@linkang/server/platform/logger';
import { followRevocations } from '@linkang/server/platform/revocations';
import { makeTokens } from '@linkang/server/platform/tokens';
import { makeWechatClient } from '@linkang/server/platform/wechat';
import type { PolicyRole } from '@linkang/shared/api/policy';
import mongoose from 'mongoose';
import pino from 'pino';
import { makeClock, type MovableClock } from './clock';
import { startWechatStub, type WechatStub } from './wechat-stub';

const root = path.resolve(__dirname, '../..');

/** A whole server on a database of its own, reached over real HTTP. */
export interface TestServer {
  baseUrl: string;
  deps: Deps;
  clock: MovableClock;
  stub: WechatStub;
  stop(): Promise<void>;
}

/** Uri of a fresh database on the run's mongod. */
export const freshDatabaseUri = (): string => {
  const uri = process.env.LINKANG_TEST_MONGODB_URI;
  if (!uri) throw new Error('no mongod: the global set-up did not run');
  const url = new URL(uri);
  url.pathname = `/test-${randomBytes(6).toString('hex')}`;
  return url.toString();
};

/** The noon of a Thursday, on which most tests happen. */
export const TEST_NOW = '2026-06-04T04:00:00.000Z';

/** What a test may choose of its server. */
export interface TestServerOptions {
  /** On unless given. */
  limits?: boolean;
  now?: string;
  /** Where the log goes; nowhere unless given. */
  log?: Log;
  /** Known to a test that makes tokens of its own; random unless given. */
  tokenSecret?: string;
  /** Roles that need a second factor; none unless given, that tests need not set one up. */
  otpRoles?: PolicyRole[];
  /** Added to the environment. */
  env?: Record<string, string>;
}

/** Starts the server as production does, on the sources, with a clock that the test moves. */
export async function startServer(options: TestServerOptions = {}): Promise<TestServer> {
  const stub = await startWechatStub();
  const clock = makeClock(options.now ?? TEST_NOW);
  const log = options.log ?? pino({ level: process.env.TEST_LOG ?? 'silent' });
  const env = loadEnv({
    NODE_ENV: 'test',
    CONFIG_DIR: path.join(root, 'config'),
    LIMITS: options.limits === false ? 'off' : 'on',
    ...options.env,
  });
  const connection = await connectDatabase(freshDatabaseUri());
  await migrate(connection, clock, log);
  const parts = loadConfigParts(env.configDir);
  const security = { ...parts.security, otpRoles: options.otpRoles ?? [] };
  const settings = await followConfig({ ...parts, security }, { connection, clock, log });
  const deps: Deps = {
    env,
    config: settings.config,
    settings,
    clock,
    log,
    connection,
    keyring: makeKeyring(`t1:${randomBytes(32).toString('base64')}`, randomBytes(32).toString('hex')),
    tokens: makeTokens(options.tokenSecret ?? randomBytes(32).toString('hex'), clock),
    revocations: followRevocations(connection, clock),
    limits: makeLimits(connection, env.limits),
    wechat: makeWechatClient(
      { baseUrl: stub.baseUrl, appId: 'wx-test', secret: 'secret-test', miniProgram: 'developer' },
      log,
    ),
  };
  const readiness: Readiness = { ready: true };
  const server: Server = createServer(createApp(deps, modules, {}, readiness).callback());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    deps,
    clock,
    stub,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      deps.settings.stop();
      deps.revocations.stop();
      await connection.dropDatabase();
      await mongoose.disconnect();
      await stub.stop();
    },
  };
}
