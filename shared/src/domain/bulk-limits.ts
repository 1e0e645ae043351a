/** People for whom one run books, and whose cards are printed in one go. */
export const MAX_BULK_PEOPLE = 500;

/** Sessions over which a run deals its people. */
export const MAX_BULK_SESSIONS = 30;
