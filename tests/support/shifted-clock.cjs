/*
 * Preloaded into a process (`node --require`), it makes the machine's clock stand at CLOCK_STARTS_AT when the process
 * begins, and run on from there: the demo is then always on the same day. Only what asks for the present is moved.
 */
const RealDate = globalThis.Date;
const startsAt = RealDate.parse(process.env.CLOCK_STARTS_AT ?? '');
if (Number.isNaN(startsAt)) throw new Error('CLOCK_STARTS_AT has to name an instant');

// Children of the process begin later, and go on with the time of their parent.
const shiftMs = Number(process.env.CLOCK_SHIFT_MS ?? startsAt - RealDate.now());
process.env.CLOCK_SHIFT_MS = String(shiftMs);
const now = () => RealDate.now() + shiftMs;

class ShiftedDate extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(now());
    else super(...given);
  }

  static now() {
    return now();
  }
}

// Dates made before, or by native code, are dates all the same.
Object.defineProperty(ShiftedDate, Symbol.hasInstance, { value: (value) => value instanceof RealDate });
// Libraries know the type of a field by this name.
Object.defineProperty(ShiftedDate, 'name', { value: 'Date' });
globalThis.Date = ShiftedDate;
