import type { StaffActor } from '../../platform/actor';
import type { MeasurementRow } from './measurement.model';

/**
 * Whether somebody of the staff is called by a reading: the own team's, those of people without a team, and, once
 * nobody answered in time, whoever the centre named for that. Nurses and the director look after the whole house.
 */
export const isCalled = (
  row: Pick<MeasurementRow, 'teamId' | 'escalatedAt'>,
  actor: StaffActor,
  escalateTo: readonly string[],
): boolean => {
  if (actor.roles.some((role) => role === 'director' || role === 'nurse')) return true;
  if (!row.teamId || actor.teamIds.includes(row.teamId)) return true;
  return row.escalatedAt !== undefined && actor.roles.some((role) => escalateTo.includes(role));
};
