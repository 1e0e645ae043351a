import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

const root = path.resolve(import.meta.dirname, '../..');
const children = new Set();
const folders = [];

/** A folder that goes with the run. */
export function makeFolder() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'linkang-bench-'));
  folders.push(folder);
  return folder;
}

/** Starts a script and waits for the line that a pattern finds. @returns the match, the time it took, and a way to end it */
export async function start(file, env, pattern) {
  const startedMs = performance.now();
  const child = spawn(process.execPath, [path.join(root, file)], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.add(child);
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const found = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => pattern.test(line) && resolve(pattern.exec(line)));
    child.once('exit', () => reject(new Error(`${file} ended early`)));
  });
  return {
    pid: child.pid,
    found,
    ms: performance.now() - startedMs,
    async stop() {
      child.kill('SIGTERM');
      await exited;
      children.delete(child);
    },
  };
}

/** Runs a script to its end. */
export async function runScript(file, args, env) {
  const child = spawn(process.execPath, [path.join(root, file), ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  children.add(child);
  const code = await new Promise((resolve) => child.once('exit', resolve));
  children.delete(child);
  if (code !== 0) throw new Error(`${file} ended with ${code}`);
}

const OUR_LINE = /(http:\/\/127\.0\.0\.1:\d+)/;

/** Starts the built server, ready; with `MONGODB_URI` it does without the WeChat stub's process too. */
export async function startServer(env) {
  const fixed = { PORT: '0', HOST: '127.0.0.1', LIMITS: 'off', NODE_ENV: 'development', MONGODB_URI: '' };
  const process_ = await start('server/dist/src/main.js', { ...fixed, DATA_DIR: makeFolder(), ...env }, OUR_LINE);
  return { ...process_, baseUrl: process_.found[1] };
}

/** The server that most measurements share, with its own database and a bare server on the same mongod. */
export async function startPair() {
  const dataDir = makeFolder();
  const server = await startServer({ DATA_DIR: dataDir });
  const { port } = JSON.parse(readFileSync(path.join(dataDir, 'mongo.json'), 'utf8'));
  const mongoUri = (database) => `mongodb://127.0.0.1:${port}/${database}?directConnection=true`;
  const bare = await start('tests/bench/bare.mjs', { BARE_MONGODB_URI: mongoUri('bare') }, /"port":(\d+)/);
  /** What another server needs to be given to know the same people. */
  const sameData = () => {
    const secrets = JSON.parse(readFileSync(path.join(dataDir, 'secrets.json'), 'utf8'));
    const { tokenSecret: TOKEN_SECRET, dataKeys: DATA_KEYS, lookupKey: LOOKUP_KEY } = secrets;
    return { TOKEN_SECRET, DATA_KEYS, LOOKUP_KEY, MONGODB_URI: mongoUri('linkang') };
  };
  return { baseUrl: server.baseUrl, pid: server.pid, bareUrl: `http://127.0.0.1:${bare.found[1]}`, mongoUri, sameData };
}

const STILL_MS = 300;
const STILL_TICKS = 2;
const LONGEST_MS = 30_000;

/** Time that a process has computed so far, in hundredths of a second. */
const ticksOf = (pid) => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return Number(fields[11]) + Number(fields[12]);
};

/** Waits until a process has nothing left to do, such as the messages that follow a round of bookings (Linux). */
export async function untilStill(pid) {
  const startedMs = performance.now();
  for (let before = ticksOf(pid), now; performance.now() - startedMs < LONGEST_MS; before = now) {
    await new Promise((resolve) => setTimeout(resolve, STILL_MS));
    now = ticksOf(pid);
    if (now - before <= STILL_TICKS) return;
  }
}

/** Ends what was started, the newest first, and removes the folders. */
export async function stopAll() {
  for (const child of [...children].reverse()) {
    if (child.exitCode !== null) continue;
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await exited;
  }
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}
