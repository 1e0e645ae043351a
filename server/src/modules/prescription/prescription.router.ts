import type { PrescriptionRoutes } from '@linkang/shared/api/prescription.routes';
import type { Handlers } from '../../platform/module';
import { give, listOf, read, readFigures, withdraw } from './giving.service';
import { listTexts, listVersions, proposeText, readLibrary, releaseText } from './text.service';

/** Handlers of the routes of health prescriptions. */
export const buildPrescriptionHandlers = (): Handlers<PrescriptionRoutes> => ({
  library: () => readLibrary(),
  texts: () => listTexts(),
  versions: ({ params }) => listVersions(params.id),
  propose: ({ params, body }, request) => proposeText(params.id, body, request),
  release: ({ params, body }, request) => releaseText(params.id, body, request),
  give: ({ params, body }, request) => give(params.id, body, request),
  ofResident: ({ params }, request) => listOf(params.id, request),
  get: ({ params }, request) => read(params.id, request),
  withdraw: ({ params, body }, request) => withdraw(params.id, body, request),
  figures: ({ query }) => readFigures(query),
});
