import type { ProgrammeCode } from '@linkang/shared/domain/chronic-table';
import { findEnrolments, findOpenEnrolments } from './enrolment.model';

/** The programmes in which a person is. */
export const findProgrammesOf = async (residentId: string): Promise<ProgrammeCode[]> =>
  (await findOpenEnrolments([residentId])).map(({ programme }) => programme);

/** When people were in which programme, also where that has ended; by one query. */
export const findProgrammeTimes = async (
  residentIds: readonly string[],
): Promise<{ residentId: string; programme: ProgrammeCode; sinceDay: string; untilDay?: string }[]> =>
  (await findEnrolments(residentIds)).map(({ residentId, programme, sinceDay, untilDay }) => ({
    residentId,
    programme,
    sinceDay,
    ...(untilDay === undefined ? {} : { untilDay }),
  }));
