import { spawn } from 'node:child_process';
import path from 'node:path';
import { eventually } from '../support/poll';
import { endLeftovers, makeDataDir, readMongo } from '../support/process-server';

/* The terminal is closed, or the program that read the server's words has ended. */
jest.setTimeout(120_000);

const main = path.resolve(__dirname, '../../server/dist/src/main.js');
const data = makeDataDir();
afterAll(async () => {
  await endLeftovers(data.dataDir);
  data.remove();
});

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test('a server that nobody reads ends cleanly, and its database with it', async () => {
  const { PATH, HOME, MONGOD_BINARY } = process.env;
  const env = { PATH, HOME, MONGOD_BINARY, DATA_DIR: data.dataDir, PORT: '0', DEMO: 'off' };
  const child = spawn(process.execPath, [main], { env: env as never, stdio: ['ignore', 'pipe', 'ignore'] });
  const exited = new Promise((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal)));
  // Its first words come while it starts; the later ones meet a closed pipe.
  await new Promise((resolve) => child.stdout.once('data', resolve));
  child.stdout.destroy();
  const mongo = await eventually(
    'the database runs',
    () => {
      try {
        return readMongo(data.dataDir);
      } catch {
        return undefined;
      }
    },
    { withinMs: 60_000 },
  );
  expect(await exited).toBe(0);
  await eventually('the database is gone', () => !isAlive(mongo.pid));
});
