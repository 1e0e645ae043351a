import { addDays, addYears } from './clinic-day';
import table from './data/family-doctor.json';

/** Terms in years that a contract may have (国卫基层发〔2022〕10号). */
export const allowedTermYears: readonly number[] = table.contract.termYears.allowed;

/**
 * Last day of a contract: start + N years − 1 day (1 March 2026, one year → 28 February 2027).
 * A start on 29 February counts from 1 March in common years.
 * @param startDay clinic day `YYYY-MM-DD`
 * @throws RangeError when the term is not an allowed one
 */
export function contractEndDay(startDay: string, termYears: number): string {
  if (!allowedTermYears.includes(termYears)) throw new RangeError(`term of ${termYears} years is not allowed`);
  return addDays(addYears(startDay, termYears), -1);
}
