/** The longest text of a health prescription: one A4 page in large letters. */
export const HEALTH_PRESCRIPTION_TEXT_MAX = 600;
/** How long whoever gave one by mistake can take it back, in hours. */
export const HEALTH_PRESCRIPTION_UNDO_HOURS = 24;
