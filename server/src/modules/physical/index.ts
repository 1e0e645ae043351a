import type { Module } from '../../platform/module';
import { followOwingReleases, releasedReadings } from './physical.actions';
import { physicalJobs } from './physical.jobs';
import { buildWorkHandlers } from './physical.router';
import { buildReportHandlers } from './report.router';

export { createDemoPhysical, createDemoReports, type DemoPhysical } from './physical.demo';

/** Check-ups from the arrival to the report. */
export const physicalModule: Module = {
  feature: 'physical',
  handlers(deps, all = []) {
    const work = buildWorkHandlers(deps);
    return {
      ...work,
      ...buildReportHandlers(deps),
      async release(input: Parameters<typeof work.release>[0], request: Parameters<typeof work.release>[1]) {
        const released = await work.release(input, request);
        // What a killed process leaves here the job does.
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
};
