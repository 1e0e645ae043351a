import type { ImportedRecord } from '@linkang/shared/domain/import-row';

/** An invented person of the large demo. */
export interface LargePerson {
  id: string;
  idHash: string;
  name: string;
  idNumber: string;
  birthDay: string;
  sex: 'male' | 'female';
  phone: string;
  communityId: string;
  address: string;
  teamId: string;
  record: ImportedRecord;
}

/** What the generators of the large demo work on: the same for a size, whenever it is made. */
export interface LargeWorld {
  people: readonly LargePerson[];
  now: Date;
  today: string;
  /** The member of staff in whose name everything is written. */
  by: string;
}

/** Adds what one feature keeps of these people, in bulk; running it again adds nothing. */
export type LargeGenerator = (world: LargeWorld) => Promise<void>;

/** Numbers from 0 to below 1, the same sequence for a seed (mulberry32). */
export function makeRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Does something for each item, some at a time. */
export async function inTurns<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  for (let from = 0; from < items.length; from += atOnce) await Promise.all(items.slice(from, from + atOnce).map(work));
}
