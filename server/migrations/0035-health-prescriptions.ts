import type { Connection } from 'mongoose';
import '../src/modules/health-prescription';

/** Makes the collections of health prescriptions with their indexes. */
export async function up(connection: Connection): Promise<void> {
  for (const name of ['HealthPrescriptionText', 'HealthPrescription']) {
    const model = connection.model(name);
    await model.createCollection();
    await model.createIndexes();
  }
}
