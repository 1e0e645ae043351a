import type { Connection } from 'mongoose';
import '../src/modules/measurement';
import '../src/modules/screening';

/** Makes the collections of what people measure, and of screenings in the street, with their indexes. */
export async function up(connection: Connection): Promise<void> {
  for (const name of ['Measurement', 'MeasurementLimits', 'MeasurementQuiet', 'ScreeningEvent', 'ScreeningEntry']) {
    const model = connection.model(name);
    await model.createCollection();
    await model.createIndexes();
  }
}
