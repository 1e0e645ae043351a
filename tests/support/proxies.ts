import type { Proxy } from '@linkang/shared/api/proxy.routes';
import { bodyOf } from './answers';
import type { Citizen } from './clinic';
import type { Answer } from './http';
import type { TestServer } from './server';

/** A request that is accepted: a daughter asks to book for a person until the end of the year of `TEST_NOW`. */
export const buildAsk = (person: Pick<Citizen, 'name' | 'idNumber'>, changes: Record<string, unknown> = {}) => ({
  name: person.name,
  idNumber: person.idNumber,
  relationship: 'child',
  scopes: ['book'],
  endsDay: '2026-12-31',
  ...changes,
});

/** Asks to act for a person; the key is another one unless given. */
export const ask = (
  relative: Citizen,
  person: Pick<Citizen, 'name' | 'idNumber'>,
  changes: Record<string, unknown> = {},
  key?: string,
): Promise<Answer<Proxy>> => relative.caller.post<Proxy>('/proxies', buildAsk(person, changes), key);

/** Asks, with fresh tries for the hour, and expects to be heard. */
export async function askToActFor(
  server: TestServer,
  relative: Citizen,
  person: Citizen,
  changes: Record<string, unknown> = {},
): Promise<Proxy> {
  await server.deps.limits.proxyByAccount.forget(relative.accountId);
  return bodyOf(await ask(relative, person, changes), 201);
}

/** The person agrees as it was asked, or to less. */
export const confirm = (person: Citizen, id: string, body: Record<string, unknown> = {}): Promise<Answer<Proxy>> =>
  person.caller.post<Proxy>(`/proxies/${id}/confirm`, body);

/** A permission that counts. */
export async function buildProxy(
  server: TestServer,
  relative: Citizen,
  person: Citizen,
  changes: Record<string, unknown> = {},
): Promise<Proxy> {
  const { id } = await askToActFor(server, relative, person, changes);
  return bodyOf(await confirm(person, id));
}
