import type { Connection } from 'mongoose';

const minutes = (part: number) => ({ $toInt: { $substrCP: ['$startTime', part, 2] } });

/** Makes the indexes of the queue; people who have arrived already get the turn of those who come in time. */
export async function up(connection: Connection): Promise<void> {
  await connection.model('Seat').createIndexes();
  await connection
    .collection('seats')
    .updateMany({ status: { $in: ['arrived', 'called'] }, turn: { $exists: false } }, [
      {
        $set: {
          turn: {
            $add: [{ $multiply: [{ $add: [{ $multiply: [minutes(0), 60] }, minutes(3)] }, 1000] }, '$no'],
          },
        },
      },
    ]);
}
