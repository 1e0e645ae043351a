import type { StaffActor } from '../../platform/actor';

/** Whose contracts somebody answers for: the director for all (undefined), everybody else for the own teams. */
export const teamsInCare = ({ roles, teamIds }: StaffActor): readonly string[] | undefined =>
  roles.includes('director') ? undefined : teamIds;

/** Whether somebody answers for a team; what no team answers for is the director's. */
export const answersFor = (actor: StaffActor, teamId: string | null): boolean => {
  const teams = teamsInCare(actor);
  return !teams || (teamId !== null && teams.includes(teamId));
};
