import type { DoctorRoutes } from '@linkang/shared/api/doctor.routes';
import type { Handlers } from '../../platform/module';
import { addDoctor, changeDoctor, getDoctor, introduce, listAccounts, listDoctors } from './doctor.service';

/** Handlers of the routes of doctors. */
export const buildDoctorHandlers = (): Handlers<DoctorRoutes> => ({
  list: (input, request) => listDoctors(input.query, request.actor),
  get: (input, request) => getDoctor(input.params.id, request.actor),
  accounts: () => listAccounts(),
  create: (input, request) => addDoctor(input.body, request),
  update: (input, request) => changeDoctor(input.params.id, input.body, request),
  introduce: (input, request) => introduce(input.params.id, input.body, request),
});
