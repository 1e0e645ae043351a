// The booking as it is usually written, the bare baselines of R4: one mongoose transaction that takes a seat off the
// session's counter and inserts the booking. POST / with { residentId }, POST /open with { capacity }. What met another
// writer is repeated by the driver, which waits longer each time since its version 7; BARE_REPEAT=atOnce repeats it
// by hand without a wait, as the drivers before did.
import { bodyParser } from '@koa/bodyparser';
import Koa from 'koa';
import mongoose from 'mongoose';

const { Schema } = mongoose;
await mongoose.connect(process.env.BARE_MONGODB_URI, { maxPoolSize: 80, writeConcern: { w: 'majority' } });
const Session = mongoose.model('Session', new Schema({ left: Number }));
const Booking = mongoose.model(
  'Booking',
  new Schema({ sessionId: Schema.Types.ObjectId, residentId: String }).index(
    { sessionId: 1, residentId: 1 },
    { unique: true },
  ),
);
await Promise.all([Session.createCollection(), Booking.createCollection()]);
await Booking.syncIndexes();
let sessionId;

/** Repeats a transaction at once until nobody else's write was in its way. */
async function atOnce(write) {
  const session = await mongoose.startSession();
  try {
    for (;;) {
      session.startTransaction();
      try {
        await write(session);
        await session.commitTransaction();
        return;
      } catch (error) {
        if (session.inTransaction()) await session.abortTransaction();
        if (!error.hasErrorLabel?.('TransientTransactionError')) throw error;
      }
    }
  } finally {
    await session.endSession();
  }
}

const repeated = process.env.BARE_REPEAT === 'atOnce' ? atOnce : (write) => mongoose.connection.transaction(write);

async function book(ctx) {
  const { residentId } = ctx.request.body;
  let made;
  const write = async (session) => {
    const open = { _id: sessionId, left: { $gt: 0 } };
    const row = await Session.findOneAndUpdate(open, { $inc: { left: -1 } }, { session });
    made = row ? (await Booking.create([{ sessionId, residentId }], { session }))[0] : undefined;
  };
  // The driver gives up in the end.
  const gaveUp = await repeated(write).then(
    () => false,
    () => true,
  );
  ctx.status = gaveUp ? 503 : made ? 201 : 409;
  ctx.body = { id: made?._id };
}

const app = new Koa();
app.use(bodyParser());
app.use(async (ctx) => {
  if (ctx.path !== '/open') return book(ctx);
  ({ _id: sessionId } = await Session.create({ left: ctx.request.body.capacity }));
  ctx.body = { id: sessionId };
});
const server = app.listen(0, '127.0.0.1', () =>
  process.stdout.write(`${JSON.stringify({ port: server.address().port })}\n`),
);
server.keepAliveTimeout = 600_000;
server.requestTimeout = 600_000;
process.on('SIGTERM', () => process.exit(0));
