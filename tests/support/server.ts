import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { createApp, type Readiness } from '@linkang/server/app';
import { seedDemo } from '@linkang/server/demo/seed';
import { modules } from '@linkang/server/modules';
import { loadConfigParts } from '@linkang/server/platform/config';
import { connectDatabase, migrate } from '@linkang/server/platform/database';
import type { Deps } from '@linkang/server/platform/deps';
import { loadEnv } from '@linkang/server/platform/env';
import { makeKeyring, useKeyring } from '@linkang/server/platform/keyring';
import { makeLimits } from '@linkang/server/platform/limits';
import { followConfig } from '@linkang/server/platform/live-config';
import type { Log } from '@linkang/server/platform/logger';
import { followRevocations } from '@linkang/server/platform/revocations';
import { makeSmsClient } from '@linkang/server/platform/sms';
import { makeTokens } from '@linkang/server/platform/tokens';
import { makeWechatClient } from '@linkang/server/platform/wechat';
import { makeOfficialAccount } from '@linkang/server/platform/wechat-official';
import type { PolicyRole } from '@linkang/shared/api/policy';
import mongoose from 'mongoose';
import pino from 'pino';
import { makeClock, type MovableClock } from './clock';
import { giveDatabaseBack, takeDatabase } from './database-pool';
import { startSmsStub, startWechatStub, type Stub } from './wechat-stub';

const root = path.resolve(__dirname, '../..');

/** A whole server on a database of its own, reached over real HTTP. */
export interface TestServer {
  baseUrl: string;
  deps: Deps;
  clock: MovableClock;
  stub: Stub;
  /** The gateway of text messages, where the test asked for it. */
  sms: Stub | undefined;
  /** With these another server can join it. */
  shared: SharedParts;
  stop(): Promise<void>;
}

/** What several servers of one centre have in common. */
export interface SharedParts {
  databaseUri: string;
  tokenSecret: string;
  dataKeys: string;
  lookupKey: string;
  wechatUrl: string;
}

/** The noon of a Thursday, on which most tests happen. */
export const TEST_NOW = '2026-06-04T04:00:00.000Z';

/** Where the official account's page sends people back; nobody listens there. */
export const OFFICIAL_RETURN = 'https://linkang.example.cn/';

/** What a test may choose of its server. */
export interface TestServerOptions {
  /** On unless given. */
  limits?: boolean;
  now?: string;
  /** Where the log goes; nowhere unless given. */
  log?: Log;
  /** Known to a test that makes tokens of its own; random unless given. */
  tokenSecret?: string;
  /** It joins a running server, and leaves everything that they share as it is. */
  join?: SharedParts;
  /** Starts a gateway of text messages; the centre sends none unless it is true. */
  sms?: boolean;
  /** Gives the centre an official account; it has none unless it is true. */
  official?: boolean;
  /** Roles that need a second factor; none unless given, that tests need not set one up. */
  otpRoles?: PolicyRole[];
  /** Seeds the demo and serves the built front ends too: a centre whose time the test moves. */
  demo?: boolean;
  /** With `demo`: another folder of the residents' pages than the built one. */
  h5?: string;
  /** Added to the environment. */
  env?: Record<string, string>;
}

/** Where the builds of both front ends are. */
const frontEnds = { h5: path.join(root, 'miniapp/dist/h5'), console: path.join(root, 'console/dist') };

/** Starts the server as production does, on the sources, with a clock that the test moves. */
export async function startServer(options: TestServerOptions = {}): Promise<TestServer> {
  const own = options.join ? undefined : await startWechatStub();
  const sms = options.sms ? await startSmsStub() : undefined;
  const shared = options.join ?? {
    databaseUri: await takeDatabase(),
    tokenSecret: options.tokenSecret ?? randomBytes(32).toString('hex'),
    dataKeys: `t1:${randomBytes(32).toString('base64')}`,
    lookupKey: randomBytes(32).toString('hex'),
    wechatUrl: own?.baseUrl ?? '',
  };
  const stub = own ?? { baseUrl: shared.wechatUrl, stop: () => Promise.resolve() };
  const clock = makeClock(options.now ?? TEST_NOW);
  const log = options.log ?? pino({ level: process.env.TEST_LOG ?? 'silent' });
  const env = loadEnv({
    NODE_ENV: 'test',
    CONFIG_DIR: path.join(root, 'config'),
    LIMITS: options.limits === false ? 'off' : 'on',
    ...(options.demo ? { DEMO: 'on' } : {}),
    ...options.env,
  });
  const connection = await connectDatabase(shared.databaseUri);
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
    keyring: useKeyring(makeKeyring(shared.dataKeys, shared.lookupKey)),
    tokens: makeTokens(shared.tokenSecret, clock),
    revocations: followRevocations(connection, clock),
    limits: makeLimits(connection, env.limits),
    wechat: makeWechatClient(
      { baseUrl: stub.baseUrl, appId: 'wx-test', secret: 'secret-test', miniProgram: 'developer' },
      log,
    ),
    official: options.official
      ? makeOfficialAccount(
          {
            openUrl: stub.baseUrl,
            apiUrl: stub.baseUrl,
            appId: 'wx-official',
            secret: 'secret-official',
            returnUrl: OFFICIAL_RETURN,
            scope: 'snsapi_base',
          },
          log,
        )
      : null,
    sms: sms
      ? makeSmsClient({ url: `${sms.baseUrl}/messages`, key: 'key-test', sign: '邻康', codeTemplate: 'code-1' }, log)
      : null,
  };
  if (options.demo) await seedDemo(deps);
  const readiness: Readiness = { ready: true };
  const app = createApp(
    deps,
    modules,
    options.demo ? { ...frontEnds, ...(options.h5 ? { h5: options.h5 } : {}) } : {},
    readiness,
  );
  const server: Server = createServer(app.callback());
  // As the real one: a connection must not be closed in the moment in which somebody uses it again.
  server.keepAliveTimeout = 75_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    deps,
    clock,
    stub,
    shared,
    sms,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      deps.settings.stop();
      deps.revocations.stop();
      await mongoose.disconnect();
      if (own) await giveDatabaseBack(shared.databaseUri);
      await stub.stop();
      await sms?.stop();
    },
  };
}
