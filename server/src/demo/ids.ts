/** Id of a team of the demo. */
export const teamId = (index: number): string => `team-${index + 1}`;

/** Id of a member of the demo's staff. */
export const staffId = (username: string): string => `staff-${username}`;
