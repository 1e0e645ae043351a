import { makeApi } from '@linkang/shared/api/client';
import { doctorPaths } from '@linkang/shared/api/doctor.paths';
import type { DoctorRoutes } from '@linkang/shared/api/doctor.routes';
import { send } from '../http';

/** Doctors and what they are good at. */
export const doctorApi = makeApi<DoctorRoutes>(doctorPaths, send);
