import { createDemoContract } from '@linkang/server/modules/contract';
import { countPlans, makePlans } from '@linkang/server/modules/plan/plan.jobs';
import { modules } from '@linkang/server/modules';
import { instantOf } from '@linkang/shared/domain/clinic-day';
import type { Citizen } from './clinic';
import type { TestServer } from './server';

/** A running contract from a day on. @returns its id */
export async function buildContract(
  server: TestServer,
  person: Pick<Citizen, 'residentId'>,
  teamId: string,
  { startDay = '2026-03-01', packageCodes = [] as string[], termYears = 1 } = {},
): Promise<string> {
  const id = await createDemoContract(server.deps, {
    residentId: person.residentId,
    teamId,
    packageCodes,
    termYears,
    signedAt: instantOf(startDay, '09:00'),
    signedBy: 'account-test',
    decidedBy: 'staff-test',
  });
  if (id === null) throw new Error('the resident has an open contract already');
  return id;
}

/** Runs the jobs that make and count plans. */
export async function runPlanJobs(server: TestServer): Promise<void> {
  await makePlans(server.deps);
  await countPlans(server.deps, modules);
}

/** Puts somebody into a care programme, as the collection of programmes has it. */
export async function enrol(
  server: TestServer,
  residentId: string,
  programme: string,
  days: { sinceDay: string; untilDay?: string; kind?: string },
): Promise<void> {
  const row = { _id: `${residentId}-${programme}-${days.sinceDay}`, residentId, programme, ...days };
  await server.deps.connection.collection<{ _id: string }>('enrolments').insertOne(row);
}
