import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startEmbeddedMongo, type EmbeddedMongo } from '@linkang/server/platform/embedded-mongo';
import { portOfOurMongod } from '@linkang/server/platform/mongod-process';
import { mongo } from 'mongoose';

const root = path.resolve(__dirname, '../..');
const LOW_PORTS = 20_000;
const LOW_PORT_COUNT = 10_000;
const log = { info: () => undefined, warn: () => undefined };

/** A process of its own that starts the database and then only lives on, as a server does. */
async function startInChild(dataDir: string): Promise<{ child: ChildProcess; pid: number }> {
  const script = `
    const { requireSource } = require('./tests/support/sources.cjs');
    const { startEmbeddedMongo } = requireSource('server/src/platform/embedded-mongo.ts');
    const log = { info() {}, warn() {} };
    startEmbeddedMongo({ dataDir: process.argv[1], log }).then((mongo) => console.log(mongo.pid));
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['-e', script, dataDir], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const pid = await new Promise<number>((resolve) => child.stdout?.once('data', (text) => resolve(Number(text))));
  return { child, pid };
}

async function withRows<T>(uri: string, work: (rows: mongo.Collection) => Promise<T>): Promise<T> {
  const client = new mongo.MongoClient(uri, { serverSelectionTimeoutMS: 20_000, runtimeAdapters: { os } });
  try {
    return await work(client.db().collection('rows'));
  } finally {
    await client.close();
  }
}
const addRow = (uri: string) =>
  withRows(uri, (rows) => rows.insertOne({}, { writeConcern: { w: 'majority', j: true } }));
const countRows = (uri: string) => withRows(uri, (rows) => rows.countDocuments());

describe('the embedded database', () => {
  let dataDir: string;
  let running: EmbeddedMongo | undefined;

  beforeEach(() => {
    dataDir = mkdtempSync(path.join(os.tmpdir(), 'linkang-embedded-'));
  });

  afterEach(async () => {
    await running?.stop();
    running = undefined;
    rmSync(dataDir, { recursive: true, force: true });
  });

  const start = async (options = {}): Promise<EmbeddedMongo> => {
    running = await startEmbeddedMongo({ dataDir, log, ...options });
    return running;
  };

  test('keeps port and data over a clean stop, after which nothing runs', async () => {
    const first = await start();
    await addRow(first.uri);
    await first.stop();
    expect(portOfOurMongod(first.pid, dataDir)).toBeNull();
    const second = await start();
    expect(second.uri).toBe(first.uri);
    expect(await countRows(second.uri)).toBe(1);
  });

  test('outlives a killed server and is taken over by the next', async () => {
    const { child, pid } = await startInChild(dataDir);
    child.kill('SIGKILL');
    await sleep(200);
    expect(portOfOurMongod(pid, dataDir)).not.toBeNull();
    expect((await start()).pid).toBe(pid);
  });

  test('is found by its lock file when the note about it was lost', async () => {
    const { child, pid } = await startInChild(dataDir);
    child.kill('SIGKILL');
    writeFileSync(path.join(dataDir, 'mongo.json'), '{"po');
    expect((await start()).pid).toBe(pid);
  });

  test('starts after both were killed, with everything that was acknowledged', async () => {
    const first = await start();
    await addRow(first.uri);
    process.kill(first.pid, 'SIGKILL');
    await sleep(300);
    const second = await start();
    expect(second.pid).not.toBe(first.pid);
    expect(second.uri).toBe(first.uri);
    expect(await countRows(second.uri)).toBe(1);
  });

  test('a leftover that does not answer is stopped and replaced', async () => {
    const { child, pid } = await startInChild(dataDir);
    child.kill('SIGKILL');
    process.kill(pid, 'SIGSTOP');
    expect((await start()).pid).not.toBe(pid);
    expect(portOfOurMongod(pid, dataDir)).toBeNull();
  }, 60_000);

  test('moves to another port, with its data, when a stranger has taken its own', async () => {
    // Below the range that the system hands out by itself: no other test can be on it when the stranger comes.
    const first = await start({ port: LOW_PORTS + (process.pid % LOW_PORT_COUNT) });
    await addRow(first.uri);
    await first.stop();
    const stranger: Server = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve, reject) => {
      stranger.once('error', reject);
      stranger.listen(first.port, '127.0.0.1', resolve);
    });
    try {
      const second = await start();
      expect(second.port).not.toBe(first.port);
      expect(await countRows(second.uri)).toBe(1);
      expect(JSON.parse(readFileSync(path.join(dataDir, 'mongo.json'), 'utf8'))).toEqual({
        port: second.port,
        pid: second.pid,
      });
    } finally {
      stranger.close();
    }
  }, 90_000);

  test('restart brings it back on the same port; under supervision it comes back by itself', async () => {
    const mongod = await start({ supervise: true });
    const first = mongod.pid;
    await addRow(mongod.uri);
    await mongod.restart();
    const second = mongod.pid;
    expect(second).not.toBe(first);
    process.kill(second, 'SIGKILL');
    const deadline = Date.now() + 20_000;
    while (mongod.pid === second && Date.now() < deadline) await sleep(100);
    expect(mongod.pid).not.toBe(second);
    expect(await countRows(mongod.uri)).toBe(1);
  }, 60_000);
});
