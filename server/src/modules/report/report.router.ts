import type { ReportRoutes } from '@linkang/shared/api/report.routes';
import type { Deps } from '../../platform/deps';
import type { Handlers } from '../../platform/module';
import { educationFile, readEducation } from './report.education';
import { readTimes } from './report.service';

export const buildReportHandlers = (_deps: Deps): Handlers<ReportRoutes> => ({
  times: ({ query }) => readTimes(query),
  education: ({ query }) => readEducation(query),
  educationFile: ({ query }) => educationFile(query),
});
