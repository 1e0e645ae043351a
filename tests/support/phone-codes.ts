import type { AuthRoutes } from '@linkang/shared/api/auth.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { bodyOf } from './answers';
import { Caller, type Answer } from './http';
import type { TestServer } from './server';

/** What asking for a code answers. */
export type SentCode = CallReply<AuthRoutes['sendCode']>;
/** What a sign-in answers. */
export type SignedIn = CallReply<AuthRoutes['signInByCode']>;

let phones = 0;

/** A phone that no other test uses. */
export const anyPhone = (): string => {
  phones += 1;
  return `137${String(phones).padStart(8, '0')}`;
};

/** Texts that were sent to a phone, the oldest first. */
export async function textsTo(server: TestServer, phone: string): Promise<string[]> {
  const answer = await fetch(`${server.sms?.baseUrl}/__stub/sent`);
  const { items } = (await answer.json()) as { items: { to: string; values: { code: string } }[] };
  return items.filter(({ to }) => to === phone).map(({ values }) => values.code);
}

/** Lets everybody begin anew. */
export async function forgetLimits(server: TestServer): Promise<void> {
  await server.deps.connection.collection('rateLimits').deleteMany({});
}

/** Asks for a sign-in code. */
export const askCode = (server: TestServer, phone: string, headers: Record<string, string> = {}) =>
  new Caller(server.baseUrl).send<SentCode>('POST', '/auth/phone-codes', { phone }, { headers });

/** Asks for a code and reads it on the phone; with a caller it is one for the caller's account. */
export async function receiveCode(
  server: TestServer,
  phone: string,
  caller?: Caller,
): Promise<{ phone: string; ticket: string; code: string }> {
  await forgetLimits(server);
  const asked = caller ? await caller.post<SentCode>('/me/phone/codes', { phone }) : await askCode(server, phone);
  const { ticket } = bodyOf(asked);
  return { phone, ticket, code: (await textsTo(server, phone)).at(-1) ?? '' };
}

/** Six other digits. */
export const otherThan = (code: string): string => (code === '123456' ? '654321' : '123456');

/** Types a code. */
export const typeCode = (
  server: TestServer,
  typed: { phone: string; ticket: string; code: string },
): Promise<Answer<SignedIn>> => new Caller(server.baseUrl).post<SignedIn>('/auth/phone-sign-in', typed);

/** Signs somebody in by a code. */
export const signInByPhone = async (server: TestServer, phone: string): Promise<SignedIn> =>
  bodyOf(await typeCode(server, await receiveCode(server, phone)));

/** Makes a phone a way into the caller's account. */
export const bindPhone = async (server: TestServer, caller: Caller, phone: string) =>
  caller.post<CallReply<AuthRoutes['bindPhone']>>('/me/phone', await receiveCode(server, phone, caller));
