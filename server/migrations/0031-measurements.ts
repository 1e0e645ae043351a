import type { Connection } from 'mongoose';
import '../src/modules/measurement';

/** Makes the collections of what people measure at home, with their indexes. */
export async function up(connection: Connection): Promise<void> {
  for (const name of ['Measurement', 'MeasurementLimits', 'MeasurementQuiet']) {
    const model = connection.model(name);
    await model.createCollection();
    await model.createIndexes();
  }
}
