// The bare handler that bookings are measured against: Koa and the driver, one findOneAndUpdate and one insertOne
// on documents of the request's own, on the same mongod with the same write concern. Nothing else.
import Koa from 'koa';
import { MongoClient } from 'mongodb';

const client = await MongoClient.connect(process.env.BARE_MONGODB_URI, {
  maxPoolSize: 80,
  writeConcern: { w: 'majority' },
});
const db = client.db('bare');
const rows = db.collection('rows');
const logs = db.collection('logs');
await rows.deleteMany({});
await rows.insertMany(Array.from({ length: 500 }, (_, n) => ({ _id: n, count: 0 })));
let next = 0;

const app = new Koa();
app.use(async (ctx) => {
  const n = (next += 1) % 500;
  const row = await rows.findOneAndUpdate({ _id: n }, { $inc: { count: 1 } }, { returnDocument: 'after' });
  await logs.insertOne({ n, at: new Date() });
  ctx.status = 201;
  ctx.body = { id: row._id, count: row.count };
});
const server = app.listen(0, '127.0.0.1', () =>
  process.stdout.write(`${JSON.stringify({ port: server.address().port })}\n`),
);
// Rounds are seconds apart: a connection must not be closed in between.
server.keepAliveTimeout = 600_000;
process.on('SIGTERM', () => process.exit(0));
