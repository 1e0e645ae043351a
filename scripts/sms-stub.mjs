/**
 * A local stand-in for a gateway of text messages, spoken over real HTTP, for development, tests and the demo.
 *
 *   node scripts/sms-stub.mjs [port]
 *
 * Prints {"event":"listening","port":…} when ready. What it was given stands in its log (standard error): there the
 * demo's codes can be read. Tests steer it through POST /__stub/fail and look at GET /__stub/sent.
 */
import { createHmac } from 'node:crypto';
import { fstatSync } from 'node:fs';
import { createServer } from 'node:http';

const { SMS_KEY: key } = process.env;
const state = { mode: 'ok', sent: [], nonces: new Set() };

async function readText(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

/** Signed with the key, within five minutes, and not seen before. */
function isSigned({ headers }, text) {
  const { 'x-time': time, 'x-nonce': nonce, 'x-signature': signature } = headers;
  if (!nonce || state.nonces.has(nonce) || Math.abs(Date.now() / 1000 - Number(time)) > 300) return false;
  state.nonces.add(nonce);
  return signature === createHmac('sha256', key).update(`${time}\n${nonce}\n${text}`).digest('hex');
}

function reply(response, status, answer) {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(answer));
}

function take(request, response, text) {
  const body = JSON.parse(text || '{}');
  if (state.mode === 'down') return request.socket.destroy();
  if (key && !isSigned(request, text)) return reply(response, 401, { code: 401 });
  if (state.mode === 'refuse' || !/^1\d{10}$/.test(body.to ?? '')) return reply(response, 200, { code: 1001 });
  state.sent.push(body);
  console.error(`【${body.sign}】给 ${body.to}：您的验证码是 ${body.values?.code}，5分钟内有效。`);
  return reply(response, 200, { code: 0 });
}

async function answer(request, response) {
  const route = `${request.method} ${new URL(request.url ?? '/', 'http://stub').pathname}`;
  if (route === 'GET /__stub/sent') return reply(response, 200, { items: state.sent });
  const text = await readText(request);
  if (route === 'POST /messages') return take(request, response, text);
  if (route === 'POST /__stub/fail') {
    const { mode } = JSON.parse(text || '{}');
    state.mode = ['down', 'refuse'].includes(mode) ? mode : 'ok';
    return reply(response, 200, { mode: state.mode });
  }
  return reply(response, 404, {});
}

const server = createServer((request, response) => {
  answer(request, response).catch(() => response.destroy());
});
const [port] = process.argv.slice(2);
server.listen(Number(port ?? process.env.PORT ?? 0), '127.0.0.1', () => {
  console.log(JSON.stringify({ event: 'listening', port: server.address().port }));
});
const end = () => process.exit(0);
process.on('SIGTERM', end);
const input = fstatSync(0, { throwIfNoEntry: false });
if (input?.isFIFO() || input?.isSocket()) {
  // Started by a program: its pipe closes when it ends, however it ends.
  process.stdin.resume().on('close', end).on('error', end);
  process.on('SIGINT', () => {});
} else process.on('SIGINT', end);
