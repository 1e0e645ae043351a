import type { Guardianship } from '@linkang/shared/api/guardian.routes';
import type { Resident } from '@linkang/shared/api/resident.routes';
import { bodyOf } from './answers';
import { buildCitizen, revealTo, staffCaller, type Citizen } from './clinic';
import type { Answer, Caller } from './http';
import type { TestServer } from './server';

let certificates = 100_000_000;

/** Number of a birth certificate that nobody has yet. */
export const buildCertificate = (): string => {
  certificates += 1;
  return `X${certificates}`;
};

/** A newborn as the mother registers it. */
export const buildNewborn = (server: TestServer, changes: Record<string, unknown> = {}) => ({
  name: '陈小满',
  idType: 'birthCertificate',
  idNumber: buildCertificate(),
  birthDay: '2026-05-20',
  sex: 'female',
  guardian: { relationship: 'mother' },
  consents: [...server.deps.config.consents, server.deps.config.guardianConsent].map(({ purpose, version }) => ({
    purpose,
    version,
  })),
  ...changes,
});

/** Registers a child, with fresh tries for the hour; the key is another one unless given. */
export async function registerChild(
  server: TestServer,
  guardian: Citizen,
  changes: Record<string, unknown> = {},
  key?: string,
): Promise<Answer<Resident>> {
  await server.deps.limits.childByAccount.forget(guardian.accountId);
  return guardian.caller.post<Resident>('/residents', buildNewborn(server, changes), key);
}

/** Makes somebody a guardian at the desk, with both cards. */
export async function appoint(server: TestServer, child: { residentId: string }, guardian: Citizen): Promise<string> {
  const desk = staffCaller(server, ['desk']);
  await revealTo(desk, child.residentId);
  const { name, idNumber } = guardian;
  const body = { name, idNumber, relationship: 'mother' };
  return bodyOf(await desk.post<Guardianship>(`/residents/${child.residentId}/guardians`, body), 201).id;
}

/** The child that was registered. */
export const registeredChild = async (
  server: TestServer,
  guardian: Citizen,
  changes: Record<string, unknown> = {},
): Promise<Resident> => bodyOf(await registerChild(server, guardian, changes), 201);

/** Two who can be guardians. */
export const buildMother = (server: TestServer): Promise<Citizen> =>
  buildCitizen(server, { name: '陈晓岚', birthDay: '1990-05-05' });
export const buildFather = (server: TestServer): Promise<Citizen> =>
  buildCitizen(server, { name: '陈建国', birthDay: '1988-05-05', sex: 'male' });

interface List {
  items: Guardianship[];
}

/** The children of somebody, and who asks. */
export const ownOf = async (citizen: Citizen): Promise<Guardianship[]> =>
  bodyOf(await citizen.caller.get<List>('/guardianships')).items;

/** Who answers for a child, as somebody sees it. */
export const guardiansOf = async (caller: Caller, childId: string): Promise<Guardianship[]> =>
  bodyOf(await caller.get<List>(`/residents/${childId}/guardians`)).items;
