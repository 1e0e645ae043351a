// R12: from the start of the process until it takes work, on a running mongod with the demo's data in it.
import { start, startServer } from './processes.mjs';
import { interleave, report } from './rounds.mjs';

/** Start to ready, against Koa that has only connected. */
export async function startToReady({ mongoUri }) {
  const uri = mongoUri('start');
  // The first start migrates and seeds; it is none of the rounds.
  const once = async () => {
    const server = await startServer({ MONGODB_URI: uri, WECHAT_BASE_URL: 'http://127.0.0.1:9' });
    await server.stop();
    return server.ms;
  };
  const bareOnce = async () => {
    const bare = await start('tests/bench/bare-start.mjs', { BARE_MONGODB_URI: uri }, /ready/);
    await bare.stop();
    return bare.ms;
  };
  await once();
  const { lefts: ours, rights: bare } = await interleave(once, bareOnce);
  report({ name: 'R12 start to ready', goal: '<= 3', ours, bare, ratioOf: (ms, bareMs) => ms / bareMs });
}
