import { createHmac, randomBytes } from 'node:crypto';
import type { Log } from './logger';

const TIMEOUT_MS = 5000;

/** What is known after a try to send a text message. */
export type SmsOutcome = 'sent' | 'refused' | 'unknown';

/** What the server asks of those who send text messages. */
export interface SmsClient {
  /** Sends a code for proving that a phone is at hand. Never throws for what the provider answers. */
  sendCode(phone: string, code: string): Promise<SmsOutcome>;
  /** The last code to a phone, for the demo's pages: only a stand-in for a provider can tell. */
  lastCode?(phone: string): Promise<string | undefined>;
}

/** Where the provider takes messages, and as whom we send. */
export interface SmsSettings {
  url: string;
  key: string;
  /** The registered name that stands before each message. */
  sign: string;
  /** The registered wording of a message with a code. */
  codeTemplate: string;
}

/**
 * The headers that prove who sends: HMAC-SHA-256 over time, nonce and body, so that the key never travels and nobody
 * can alter a message or send it again.
 */
function signatureOf(key: string, body: string): Record<string, string> {
  const time = String(Math.floor(Date.now() / 1000));
  const nonce = randomBytes(16).toString('hex');
  const signature = createHmac('sha256', key).update(`${time}\n${nonce}\n${body}`).digest('hex');
  return { 'x-time': time, 'x-nonce': nonce, 'x-signature': signature };
}

/**
 * Makes the client of a text-message gateway: one signed POST of JSON for each message, answered by `{ "code": 0 }`.
 * Another provider gets an implementation of `SmsClient` of its own.
 */
export function makeSmsClient({ url, key, sign, codeTemplate }: SmsSettings, log: Log): SmsClient {
  return {
    async sendCode(phone, code) {
      try {
        const body = JSON.stringify({ to: phone, sign, template: codeTemplate, values: { code } });
        const response = await fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...signatureOf(key, body) },
          body,
          signal: AbortSignal.timeout(TIMEOUT_MS),
        });
        const answer = (await response.json()) as { code?: unknown };
        if (response.ok && answer.code === 0) return 'sent';
        log.error({ status: response.status, code: answer.code }, 'text message refused');
        return 'refused';
      } catch (error) {
        log.warn({ reason: error instanceof Error ? error.name : 'unknown' }, 'text messages unreachable');
        return 'unknown';
      }
    },
  };
}

/** The same for the stand-in of the demo and of tests, which remembers what it was given. */
export function makeStubSmsClient(baseUrl: string, settings: Omit<SmsSettings, 'url'>, log: Log): SmsClient {
  return {
    ...makeSmsClient({ ...settings, url: `${baseUrl}/messages` }, log),
    async lastCode(phone) {
      const answer = await fetch(`${baseUrl}/__stub/sent`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
      const { items } = (await answer.json()) as { items: { to: string; values: { code: string } }[] };
      return items.filter(({ to }) => to === phone).at(-1)?.values.code;
    },
  };
}
