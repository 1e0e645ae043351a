import type { PhysicalRoutes } from '@linkang/shared/api/physical.routes';
import type { Deps } from '../../platform/deps';
import type { Handlers } from '../../platform/module';
import { listReleased, readReport } from './physical.report';

/** Handlers of released reports, for the person and for those who may read the record. */
export const buildReportHandlers = (deps: Deps): Handlers<Pick<PhysicalRoutes, 'report' | 'ofResident'>> => ({
  report: ({ params }, request) => readReport(deps, params.id, request),
  ofResident: ({ params }, request) => listReleased(deps, params.id, request),
});
