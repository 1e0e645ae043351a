import type { Module } from '../../platform/module';
import { followOwingReleases, releasedReadings } from './physical.actions';
import { physicalJobs } from './physical.jobs';
import { physicalData, physicalMerging, physicalStore } from './physical.personal';
import { buildWorkHandlers } from './physical.router';
import { physicalServed } from './physical.served';
import { buildReportHandlers } from './report.router';

export { createDemoPhysical, createDemoReports, generatePhysicals, type DemoPhysical } from './physical.demo';

/** Check-ups from the arrival to the report. */
export const physicalModule: Module = {
  feature: 'physical',
  handlers(deps, all = []) {
    const work = buildWorkHandlers(deps);
    return {
      ...work,
      ...buildReportHandlers(deps),
      async release(...[input, request]: Parameters<typeof work.release>) {
        const released = await work.release(input, request);
        // What a process leaves that is killed here, the job does.
        await followOwingReleases(deps, all);
        return released;
      },
    };
  },
  jobs: (deps, all = []) => [
    ...physicalJobs(deps),
    {
      name: 'followReleases',
      pattern: '*/15 * * * * *',
      leaseMs: 60_000,
      run: () => followOwingReleases(deps, all),
    },
  ],
  readings: releasedReadings,
  served: physicalServed,
  personalData: physicalData,
  personalStores: [physicalStore],
  merging: physicalMerging,
};
