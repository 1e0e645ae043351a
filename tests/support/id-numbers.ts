const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const ID_CHECKS = '10X98765432';
const usedSequences = new Map<string, number>();

/** A valid synthetic ID number; without `seq` another one at each call, 500 for a birth day and sex. */
export function buildIdNumber(person: { birthDay?: string; sex?: 'male' | 'female'; seq?: number } = {}): string {
  const { birthDay = '1958-03-12', sex = 'female' } = person;
  const kind = `${birthDay} ${sex}`;
  const seq = person.seq ?? usedSequences.get(kind) ?? 0;
  if (person.seq === undefined) usedSequences.set(kind, seq + 1);
  if (seq > 499) throw new Error('no sequence left for this birth day and sex');
  const order = String(seq * 2 + (sex === 'male' ? 1 : 0)).padStart(3, '0');
  const body = `110101${birthDay.replaceAll('-', '')}${order}`;
  const sum = ID_WEIGHTS.reduce((total, weight, i) => total + weight * Number(body[i]), 0);
  return `${body}${ID_CHECKS[sum % 11]}`;
}
