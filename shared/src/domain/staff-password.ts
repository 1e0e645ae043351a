/** Least number of characters of a staff password. */
export const PASSWORD_MIN = 12;

/** What is wrong with a password. */
export type PasswordFault = 'PASSWORD_SHORT' | 'PASSWORD_PLAIN' | 'PASSWORD_IS_NAME';

/**
 * Checks a new password of staff: long enough, with letters and digits, and not the user name.
 * @returns undefined when it may be used
 */
export function findPasswordFault(password: string, username: string): PasswordFault | undefined {
  if ([...password].length < PASSWORD_MIN) return 'PASSWORD_SHORT';
  if (!/\p{L}/u.test(password) || !/\p{Nd}/u.test(password)) return 'PASSWORD_PLAIN';
  if (password.trim().toLowerCase() === username.trim().toLowerCase()) return 'PASSWORD_IS_NAME';
  return undefined;
}
