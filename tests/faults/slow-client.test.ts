import { connect, type Socket } from 'node:net';
import { freePort, launchServer, makeDataDir, type ServerProcess } from '../support/process-server';

/* A client that sends a byte a second would hold its connection, and with many of them the server, for hours. */
jest.setTimeout(120_000);

const LIMIT_SECONDS = 3;
const data = makeDataDir();
let server: ServerProcess;
let port: number;

beforeAll(async () => {
  const uri = process.env.LINKANG_TEST_MONGODB_URI;
  const database = new URL(uri ?? '');
  database.pathname = '/slow-client';
  port = await freePort();
  const env = { MONGODB_URI: database.toString(), DEMO: 'off', REQUEST_TIMEOUT_SECONDS: String(LIMIT_SECONDS) };
  server = launchServer({ dataDir: data.dataDir, port, env });
  await server.ready();
});
afterAll(async () => {
  server.signal('SIGTERM');
  await server.exited;
  data.remove();
});

/** Sends the start of a request, then a byte a second; gives what came back and after how long it was cut off. */
function drip(start: string): Promise<{ text: string; seconds: number }> {
  const began = Date.now();
  const socket: Socket = connect(port, '127.0.0.1');
  let text = '';
  socket.setEncoding('utf8');
  socket.on('data', (part: string) => (text += part));
  socket.on('error', () => undefined);
  socket.write(start);
  const timer = setInterval(() => socket.write('x'), 1000);
  return new Promise((resolve) =>
    socket.once('close', () => {
      clearInterval(timer);
      resolve({ text, seconds: (Date.now() - began) / 1000 });
    }),
  );
}

test.each([
  [
    'body',
    'POST /api/v1/auth/wechat HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n',
  ],
  ['head', 'GET /api/v1/centre HTTP/1.1\r\nHost: a\r\nX-Slow: '],
])('whose %s comes a byte a second is cut off, and others are served meanwhile', async (_, start) => {
  const slow = drip(start);
  expect((await fetch(`${server.baseUrl}/api/v1/centre`)).status).toBe(200);
  const { text, seconds } = await slow;
  expect(text).toMatch(/^HTTP\/1\.1 408 /);
  expect(seconds).toBeGreaterThan(LIMIT_SECONDS - 1);
  expect(seconds).toBeLessThan(LIMIT_SECONDS * 3);
});
