import type { Connection } from 'mongoose';
import '../src/modules/prescription';
import '../src/modules/quiz';

const NAMES = [
  'HealthPrescriptionText',
  'HealthPrescription',
  'QuizQuestion',
  'QuizAttempt',
  'QuizContest',
  'QuizRound',
  'QuizAnswer',
  'QuizPrize',
];

/** Makes the collections of health prescriptions and of the quiz with their indexes. */
export async function up(connection: Connection): Promise<void> {
  for (const name of NAMES) {
    const model = connection.model(name);
    await model.createCollection();
    await model.createIndexes();
  }
}
