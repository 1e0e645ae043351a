// The least that a server with a database does before it takes work: load, connect, ask once, listen.
import Koa from 'koa';
import { MongoClient } from 'mongodb';

const client = await MongoClient.connect(process.env.BARE_MONGODB_URI);
await client.db().command({ ping: 1 });
const app = new Koa();
app.use((ctx) => {
  ctx.body = { status: 'ready' };
});
app.listen(0, '127.0.0.1', () => process.stdout.write('ready\n'));
process.on('SIGTERM', () => process.exit(0));
