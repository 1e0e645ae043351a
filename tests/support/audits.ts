import { sealAudits, verifyAudits, type AuditRow } from '@linkang/server/modules/audit';
import { trailModule } from '@linkang/server/modules/trail';
import type { TrailEntry } from '@linkang/shared/api/trail.routes';
import { bodyOf } from './answers';
import type { Citizen } from './clinic';
import type { TestServer } from './server';

/** The log as it lies in the database. */
export const auditRows = (server: TestServer) => server.deps.connection.collection<AuditRow>('audits');

/** Takes everything into the chain, and gives what a check finds. */
export async function sealAndVerify(server: TestServer): Promise<string[]> {
  await sealAudits(server.deps);
  return findingsOf(server);
}

/** What a check finds, as `changed in 1`. */
export const findingsOf = async (server: TestServer, noted?: { block: number; hash: string }): Promise<string[]> =>
  (await verifyAudits(server.deps, noted)).findings.map(
    ({ kind, block }) => `${kind}${block === undefined ? '' : ` in ${block}`}`,
  );

/** Runs a job of the log as the timer does. */
export async function runAuditJob(server: TestServer, name: string): Promise<void> {
  const job = trailModule.jobs?.(server.deps).find((row) => row.name === name);
  if (!job) throw new Error(`no job ${name}`);
  await job.run();
}

/** A page of what a person is told. */
export interface TrailPage {
  items: TrailEntry[];
  nextCursor: string | null;
}

/** What a person is told of the own record. */
export const seeTrail = async (citizen: Citizen, query = ''): Promise<TrailPage> =>
  bodyOf(await citizen.caller.get<TrailPage>(`/residents/${citizen.residentId}/audit${query}`));
