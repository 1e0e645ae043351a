import type { Log } from './logger';

const TIMEOUT_MS = 5000;

/** What is known after a try to send a text message. */
export type SmsOutcome = 'sent' | 'refused' | 'unknown';

/** What the server asks of those who send text messages. */
export interface SmsClient {
  /** Sends a code for proving that a phone is at hand. Never throws for what the provider answers. */
  sendCode(phone: string, code: string): Promise<SmsOutcome>;
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
 * Makes the client of a text-message gateway: one POST of JSON for each message, answered by `{ "code": 0 }`. Another
 * provider gets an implementation of `SmsClient` of its own.
 */
export function makeSmsClient({ url, key, sign, codeTemplate }: SmsSettings, log: Log): SmsClient {
  return {
    async sendCode(phone, code) {
      try {
        const response = await fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
          body: JSON.stringify({ to: phone, sign, template: codeTemplate, values: { code } }),
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
