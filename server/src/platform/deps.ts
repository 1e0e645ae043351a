import type { Connection } from 'mongoose';
import type { Clock } from './clock';
import type { CentreConfig } from './config';
import type { Env } from './env';
import type { Keyring } from './keyring';
import type { Limits } from './limits';
import type { LiveConfig } from './live-config';
import type { Log } from './logger';
import type { Revocations } from './revocations';
import type { SmsClient } from './sms';
import type { Tokens } from './tokens';
import type { WechatClient } from './wechat';
import type { OfficialAccount } from './wechat-official';

/** What every feature is given at start. */
export interface Deps {
  env: Env;
  /** The set-up as it is now; read its fields each time, they change while the process runs. */
  config: CentreConfig;
  settings: LiveConfig;
  clock: Clock;
  log: Log;
  connection: Connection;
  keyring: Keyring;
  tokens: Tokens;
  revocations: Revocations;
  limits: Limits;
  wechat: WechatClient;
  /** Null where the centre has no official account. */
  official: OfficialAccount | null;
  /** Null where the centre sends no text messages. */
  sms: SmsClient | null;
}
