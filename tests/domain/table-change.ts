/**
 * A copy of a table with one value changed, to show that rules live in the data.
 * @throws RangeError when the table has nothing at the path, so that a test does not pass by changing nothing
 */
export function changed<T>(table: T, path: readonly (string | number)[], value: unknown): T {
  const copy = structuredClone(table);
  let place = copy as Record<string | number, unknown>;
  for (const step of path.slice(0, -1)) place = place[step] as Record<string | number, unknown>;
  const last = path.at(-1) as string | number;
  if (!(last in place)) throw new RangeError(`nothing at ${path.join('.')}`);
  place[last] = value;
  return copy;
}
