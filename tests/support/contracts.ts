import { createTeams, type NewTeam, type TeamRow } from '@linkang/server/modules/team';
import type { PolicyRole } from '@linkang/shared/api/policy';
import type { Contract } from '@linkang/shared/api/contract.routes';
import { PNG } from 'pngjs';
import { bodyOf } from './answers';
import type { Citizen } from './clinic';
import { Caller, type Answer } from './http';
import { drawPicture } from './pictures';
import type { TestServer } from './server';

/** Adds one team; a roomy one without hard limit unless told. */
export async function buildTeam(changes: Partial<NewTeam> = {}): Promise<TeamRow> {
  const [team] = await createTeams([
    {
      name: '青禾团队',
      intro: '全科、护理和公卫一起照看',
      leader: { name: '周敏', title: '主治医师', specialities: '高血压' },
      members: [],
      capacity: 2000,
      hardLimit: false,
      order: 0,
      ...changes,
    },
  ]);
  return team as TeamRow;
}

/** A token of staff with teams. */
export const teamStaff = (
  server: TestServer,
  roles: PolicyRole[],
  teamIds: string[] = [],
  accountId = 'staff-test',
): Caller =>
  new Caller(
    server.baseUrl,
    server.deps.tokens.signAccess({ kind: 'staff', accountId, signInId: 'test', roles, teamIds }),
  );

/** A PNG of the given ink on paper: a bar of `pixels` dark pixels. */
export function drawPng(pixels: number, size: { width?: number; height?: number } = {}): Buffer {
  const { width = 100, height = 40 } = size;
  const png = new PNG({ width, height });
  for (let pixel = 0; pixel < pixels; pixel += 1) png.data.writeUInt32BE(0x101010ff, pixel * 4);
  return PNG.sync.write(png);
}

/** The data URL of a picture. */
export const toDataUrl = (png: Buffer): string => `data:image/png;base64,${png.toString('base64')}`;

/** A drawn signature. */
export const SIGNATURE = toDataUrl(drawPng(400));

/** An application that is accepted. */
export const buildApplication = (citizen: Citizen, teamId: string, changes: Record<string, unknown> = {}) => ({
  residentId: citizen.residentId,
  teamId,
  packageIds: ['BASIC'],
  termYears: 1,
  textVersion: '2026-1',
  signature: SIGNATURE,
  ...changes,
});

/** Asks to sign; the key is another one unless given. */
export const sign = (
  citizen: Citizen,
  teamId: string,
  changes: Record<string, unknown> = {},
  key?: string,
): Promise<Answer<Contract>> =>
  citizen.caller.post<Contract>('/contracts', buildApplication(citizen, teamId, changes), key);

/** Signs and expects to be heard. */
export const signed = async (
  citizen: Citizen,
  teamId: string,
  changes: Record<string, unknown> = {},
): Promise<Contract> => bodyOf(await sign(citizen, teamId, changes), 201);

/** The photo of a signed paper, as staff take it. */
export const paperPhoto = async (): Promise<string> =>
  `data:image/jpeg;base64,${(await drawPicture(60, 80, 'jpeg')).toString('base64')}`;

/** What somebody signed on paper before staff. */
export const buildPaperApplication = async (
  { residentId }: { residentId: string },
  teamId: string,
  changes: Record<string, unknown> = {},
) => ({
  residentId,
  teamId,
  packageIds: ['BASIC'],
  termYears: 1,
  textVersion: '2026-1',
  paper: await paperPhoto(),
  identityPaper: 'idCard',
  ...changes,
});

/** The proof of who signs on the own phone. */
export const SIGNED = { textVersion: '2026-1', signature: SIGNATURE } as const;

/** Asks to renew; the key is another one unless given. */
export const renew = (
  caller: Caller,
  id: string,
  changes: Record<string, unknown> = {},
  key?: string,
): Promise<Answer<Contract>> => caller.post<Contract>(`/contracts/${id}/renew`, { ...SIGNED, ...changes }, key);

/** Asks for another team; the key is another one unless given. */
export const transfer = (
  caller: Caller,
  id: string,
  teamId: string,
  changes: Record<string, unknown> = {},
  key?: string,
): Promise<Answer<Contract>> =>
  caller.post<Contract>(`/contracts/${id}/transfer`, { teamId, ...SIGNED, ...changes }, key);

/** Approves as staff may. */
export const approve = (caller: Caller, id: string, startDay?: string): Promise<Answer<Contract>> =>
  caller.post<Contract>(`/contracts/${id}/approve`, startDay === undefined ? undefined : { startDay });
