import type { PrescriptionTable } from '../education-tables';
import table from '../data/health-prescriptions.json';

/** The health prescriptions; a doctor of the centre releases each before residents see it. */
export const healthPrescriptions = table as PrescriptionTable;
