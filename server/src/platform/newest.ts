import type { Model, QueryFilter } from 'mongoose';

/**
 * The newest rows of each person, by one query, however many people there are.
 * @param by the field of the instant by which they are ordered
 * @param limit so many of each person
 */
export async function findNewestOfEach<T>(
  model: Model<T>,
  filter: QueryFilter<T>,
  by: string,
  limit: number,
): Promise<T[]> {
  const groups = await model.aggregate<{ rows: T[] }>([
    { $match: filter },
    { $sort: { residentId: 1, [by]: -1, _id: -1 } },
    { $group: { _id: '$residentId', rows: { $firstN: { input: '$$ROOT', n: limit } } } },
  ]);
  return groups.flatMap(({ rows }) => rows);
}
