import type { Model, QueryFilter } from 'mongoose';

/** Ids of some rows that match. */
export async function someIds<T extends { _id: string }>(
  model: Model<T>,
  filter: QueryFilter<T>,
  limit: number,
): Promise<string[]> {
  const rows = await model.find(filter, { _id: 1 }).limit(limit).lean<{ _id: string }[]>();
  return rows.map((row) => row._id);
}

/** Removes some rows that match, and no more than that at a time. @returns how many */
export async function removeSome<T extends { _id: string }>(
  model: Model<T>,
  filter: QueryFilter<T>,
  limit: number,
): Promise<number> {
  const ids = await someIds(model, filter, limit);
  if (ids.length) await model.deleteMany({ _id: { $in: ids } } as QueryFilter<T>);
  return ids.length;
}
