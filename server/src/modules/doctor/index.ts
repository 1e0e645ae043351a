import type { Module } from '../../platform/module';
import { buildDoctorHandlers } from './doctor.router';

export { createDoctors, doctorNames, doctorPhotos, findDoctor } from './doctor.service';

/** Doctors as residents get to know them: an own feature, since visitors have no account and accounts are not public. */
export const doctorModule: Module = { feature: 'doctor', handlers: buildDoctorHandlers };
