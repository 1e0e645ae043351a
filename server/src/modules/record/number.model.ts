import mongoose, { Schema } from 'mongoose';

interface CounterRow {
  _id: string;
  /** The last serial number that was given out. */
  last: number;
}

const schema = new Schema<CounterRow>(
  { _id: { type: String, required: true }, last: { type: Number, required: true } },
  { collection: 'recordCounters', versionKey: false },
);
const CounterModel = mongoose.model<CounterRow>('RecordCounter', schema);

/** What numbers begin with at a centre that did not say its area's code. */
const WITHOUT_CODE = 'JD';
/** The national number is the area's code of twelve digits and a serial number of five. */
const SERIAL_DIGITS = 5;

/** The next number of a record below an area's code; one that is not used in the end leaves a gap. */
export async function nextNumber(areaCode: string | null): Promise<string> {
  const before = areaCode ?? WITHOUT_CODE;
  const { last } = await CounterModel.findOneAndUpdate(
    { _id: before },
    { $inc: { last: 1 } },
    { upsert: true, returnDocument: 'after' },
  )
    .orFail()
    .lean<CounterRow>();
  return `${before}${String(last).padStart(SERIAL_DIGITS, '0')}`;
}

/** The same for several records at once. */
export async function nextNumbers(areaCode: string | null, count: number): Promise<string[]> {
  if (count === 0) return [];
  const before = areaCode ?? WITHOUT_CODE;
  const { last } = await CounterModel.findOneAndUpdate(
    { _id: before },
    { $inc: { last: count } },
    { upsert: true, returnDocument: 'after' },
  )
    .orFail()
    .lean<CounterRow>();
  return Array.from(
    { length: count },
    (_, i) => `${before}${String(last - count + 1 + i).padStart(SERIAL_DIGITS, '0')}`,
  );
}

/** Keeps a number that came from elsewhere from being given out again. */
export async function skipNumber(areaCode: string | null, number: string): Promise<void> {
  const before = areaCode ?? WITHOUT_CODE;
  const serial = number.startsWith(before) ? number.slice(before.length) : '';
  if (!/^\d{1,9}$/.test(serial)) return;
  await CounterModel.updateOne({ _id: before }, { $max: { last: Number(serial) } }, { upsert: true });
}
