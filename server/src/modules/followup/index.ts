import type { ProgrammeCode } from '@linkang/shared/domain/chronic-table';
import { findOpenEnrolments } from './enrolment.model';

/** The programmes in which a person is. */
export const findProgrammesOf = async (residentId: string): Promise<ProgrammeCode[]> =>
  (await findOpenEnrolments([residentId])).map(({ programme }) => programme);
