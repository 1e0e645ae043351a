import type { RecordRoutes } from '@linkang/shared/api/record.routes';
import type { Deps } from '../../platform/deps';
import { asStaff, type Handlers, type Module, type RequestInfo } from '../../platform/module';
import { listVersions, saveEntry } from './record.entries';
import { readHousehold } from './record.household';
import { listRecords, readFigures } from './record.list';
import { closeRecord, openRecord, readRecord, reopenRecord, updateRecord } from './record.service';
import { readTimeline } from './record.timeline';

const asStaffRequest = (request: RequestInfo) => ({ ...request, actor: asStaff(request.actor) });

/** Handlers of the routes of health records. */
export const buildRecordHandlers = (deps: Deps, all: readonly Module[] = []): Handlers<RecordRoutes> => ({
  create: ({ params, body }, request) => openRecord(deps, params.id, body, request),
  get: ({ params }, request) => readRecord(deps, params.id, request),
  update: ({ params, body }, request) => updateRecord(deps, params.id, body, asStaffRequest(request)),
  versions: ({ params }, request) => listVersions(deps, params, request),
  saveEntry: ({ params, body }, request) => saveEntry(deps, params, body, asStaffRequest(request)),
  close: ({ params, body }, request) => closeRecord(deps, params.id, body, asStaffRequest(request)),
  reopen: ({ params, body }, request) => reopenRecord(deps, params.id, body, asStaffRequest(request)),
  household: ({ params }, request) => readHousehold(deps, params.id, asStaffRequest(request)),
  timeline: ({ params, query }, request) => readTimeline(deps, all, params.id, query, request),
  list: ({ query }, request) => listRecords(query, asStaffRequest(request)),
  figures: ({ query }) => readFigures(deps, query),
});
