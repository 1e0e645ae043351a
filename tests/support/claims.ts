import { claimModule } from '@linkang/server/modules/claim';
import type { Claim } from '@linkang/shared/api/claim.routes';
import { bodyOf } from './answers';
import { buildIdNumber, buildRegistration, signInResident, type Person } from './builders';
import { staffCaller } from './clinic';
import type { Answer, Caller } from './http';
import type { TestServer } from './server';

/** Somebody whom the desk registered, without an account. */
export interface Known {
  residentId: string;
  name: string;
  idNumber: string;
}

/** Registers somebody at the desk. */
export async function buildKnown(server: TestServer, changes: Record<string, unknown> = {}): Promise<Known> {
  const person = buildRegistration(server, { idNumber: buildIdNumber(), ...changes });
  const desk = staffCaller(server, ['desk']);
  const { id } = bodyOf(await desk.post<{ id: string }>('/residents', person), 201);
  return { residentId: id, name: person.name, idNumber: person.idNumber };
}

/** A claim that is accepted. */
export const buildClaimBody = (
  server: TestServer,
  { name, idNumber }: Pick<Known, 'name' | 'idNumber'>,
  changes: Record<string, unknown> = {},
) => ({ name, idNumber, consents: buildRegistration(server).consents, ...changes });

let accounts = 0;

/** Signs somebody in who has registered nobody yet. */
export const signInNobody = (server: TestServer): Promise<Person> => {
  accounts += 1;
  return signInResident(server, `ok-nobody-${accounts}`);
};

/** Asks to be the account of a person. */
export const askToClaim = (
  server: TestServer,
  caller: Caller,
  known: Pick<Known, 'name' | 'idNumber'>,
  key?: string,
): Promise<Answer<Claim>> => caller.post<Claim>('/claims', buildClaimBody(server, known), key);

/** Runs one of the feature's jobs. */
export async function runClaimJob(server: TestServer, name: string): Promise<void> {
  const job = claimModule.jobs?.(server.deps).find((other) => other.name === name);
  if (!job) throw new Error(`no job ${name}`);
  await job.run();
}

/** Lets a code be asked for again although the last one is not a minute ago. */
export async function forgetCodeLimits(server: TestServer): Promise<void> {
  await server.deps.connection.collection('rateLimits').deleteMany({ key: /^codeMinuteByTarget/ } as never);
}

/** Codes that were sent to a phone, the oldest first. */
export async function codesTo(server: TestServer, phone: string): Promise<string[]> {
  await runClaimJob(server, 'sendClaimCodes');
  const answer = await fetch(`${server.sms?.baseUrl}/__stub/sent`);
  const { items } = (await answer.json()) as { items: { to: string; values: { code: string } }[] };
  return items.filter(({ to }) => to === phone).map(({ values }) => values.code);
}
