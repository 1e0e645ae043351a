import type { Team } from '@linkang/shared/api/team.routes';

/** Whether the team takes nobody more. */
export const isTeamFull = (team: Team): boolean => team.hardLimit && team.signedCount >= team.capacity;

/** How many have signed, of how many. */
export const sayRoom = (team: Team): string =>
  isTeamFull(team) ? `已签满${team.capacity}人` : `已签${team.signedCount}人，可签${team.capacity}人`;
