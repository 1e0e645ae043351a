import type { Measurement } from '@linkang/shared/api/measurement.routes';
import type { Citizen } from './clinic';
import { type Caller, type Answer } from './http';
import { TEST_NOW } from './server';

/** A reading that is accepted: a blood pressure in order, just now. */
export const buildReading = (changes: Record<string, unknown> = {}) => ({
  kind: 'bloodPressure',
  values: { sbp: 126, dbp: 78 },
  takenAt: TEST_NOW,
  ...changes,
});

/** Puts down a reading of a person; the key is another one unless given. */
export const enter = (
  person: Pick<Citizen, 'residentId'>,
  changes: Record<string, unknown> = {},
  caller?: Caller,
  key?: string | null,
): Promise<Answer<Measurement>> =>
  (caller ?? (person as Citizen).caller).post<Measurement>(
    `/residents/${person.residentId}/measurements`,
    buildReading(changes),
    key,
  );
