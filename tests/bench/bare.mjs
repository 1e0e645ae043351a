// The bare handlers that the server is measured against, Koa and the driver and nothing else, on the same mongod
// with the same write concern: POST / does one findOneAndUpdate and one insertOne on documents of the request's
// own, POST /body only reads its JSON body, GET /aggregate counts free seats as the session search does, GET /json
// answers with the object that was put there by POST.
import { bodyParser } from '@koa/bodyparser';
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

async function write(ctx) {
  const n = (next += 1) % 500;
  const row = await rows.findOneAndUpdate({ _id: n }, { $inc: { count: 1 } }, { returnDocument: 'after' });
  await logs.insertOne({ n, at: new Date() });
  ctx.status = 201;
  ctx.body = { id: row._id, count: row.count };
}

async function aggregate(ctx) {
  const { database, serviceCode, fromDay, toDay } = ctx.query;
  ctx.body = await client
    .db(database)
    .collection('seats')
    .aggregate([
      { $match: { day: { $gte: fromDay, $lte: toDay }, serviceCode, status: 'free' } },
      { $group: { _id: { s: '$sessionId', q: '$quota' }, n: { $sum: 1 } } },
    ])
    .toArray();
}

let kept = {};

async function json(ctx) {
  if (ctx.method === 'POST')
    await readBody(ctx, () => {
      kept = ctx.request.body;
    });
  ctx.body = kept;
}

const app = new Koa();
const readBody = bodyParser();
app.use(async (ctx) => {
  if (ctx.path === '/aggregate') return aggregate(ctx);
  if (ctx.path === '/json') return json(ctx);
  if (ctx.path !== '/body') return write(ctx);
  return readBody(ctx, () => {
    ctx.body = { id: ctx.request.body.sessionId };
  });
});
const server = app.listen(0, '127.0.0.1', () =>
  process.stdout.write(`${JSON.stringify({ port: server.address().port })}\n`),
);
// Rounds are seconds apart: a connection must not be closed in between.
server.keepAliveTimeout = 600_000;
process.on('SIGTERM', () => process.exit(0));
