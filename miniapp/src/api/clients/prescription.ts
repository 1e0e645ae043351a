import { makeApi } from '@linkang/shared/api/client';
import { prescriptionPaths } from '@linkang/shared/api/prescription.paths';
import type { PrescriptionRoutes } from '@linkang/shared/api/prescription.routes';
import { send } from '../http';

/** Health prescriptions. */
export const prescriptionApi = makeApi<PrescriptionRoutes>(prescriptionPaths, send);
