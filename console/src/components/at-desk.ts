/** What a link to the desk carries beside the address, in which no person may stand. */
export const atDesk = (residentId: string) => ({ residentId });

/** Whom a link to the desk opens, or null. */
export function personAtDesk(state: unknown): string | null {
  if (typeof state !== 'object' || state === null || !('residentId' in state)) return null;
  return typeof state.residentId === 'string' ? state.residentId : null;
}
