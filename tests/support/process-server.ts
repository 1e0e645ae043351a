import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { eventually } from './poll';

const root = path.resolve(__dirname, '../..');
const main = path.join(root, 'server/dist/src/main.js');

/** The built server in a process of its own, as `npm start` runs it. */
export interface ServerProcess {
  pid: number;
  baseUrl: string;
  /** All that it has said. */
  output(): string;
  /** Exit code, or the signal that ended it. */
  exited: Promise<number | string>;
  /** Waits until `/readyz` says yes. @throws Error with its output when it ends or takes too long */
  ready(): Promise<void>;
  signal(name: NodeJS.Signals): void;
}

/** How the server is started. */
export interface LaunchOptions {
  dataDir: string;
  port: number;
  /** Added to the environment, or taken out of it. */
  env?: Record<string, string | undefined>;
  /** Starts it without a standard input at all. */
  stdinClosed?: boolean;
}

/** A port that is free now. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });

/** An empty data folder; `remove` takes it away with what is in it. */
export function makeDataDir(): { dataDir: string; remove(): void } {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'linkang-server-'));
  return { dataDir, remove: () => rmSync(dataDir, { recursive: true, force: true }) };
}

/** Starts the built server; the machine's own settings for it are kept out. */
export function launchServer(options: LaunchOptions): ServerProcess {
  if (!existsSync(main)) throw new Error('server/dist is missing: run `npm run build` or `npm test`');
  const { PATH, HOME, MONGOD_BINARY } = process.env;
  const env = {
    PATH,
    HOME,
    MONGOD_BINARY,
    DATA_DIR: options.dataDir,
    PORT: String(options.port),
    LIMITS: 'off',
    ...options.env,
  };
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined)) as NodeJS.ProcessEnv;
  const [command, args]: [string, string[]] = options.stdinClosed
    ? ['sh', ['-c', 'exec "$0" "$1" <&-', process.execPath, main]]
    : [process.execPath, [main]];
  const child = spawn(command, args, { cwd: root, env: given, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  let ended: number | string | undefined;
  const exited = new Promise<number | string>((resolve) =>
    child.once('close', (code, signal) => resolve((ended = code ?? signal ?? 'unknown'))),
  );
  const baseUrl = `http://127.0.0.1:${options.port}`;
  return {
    pid: child.pid as number,
    baseUrl,
    output: () => output,
    exited,
    async ready() {
      const ask = async (): Promise<boolean> => {
        if (ended !== undefined) throw new Error(`the server ended (${ended}):\n${output}`);
        return fetch(`${baseUrl}/readyz`, { signal: AbortSignal.timeout(3000) }).then(
          (answer) => answer.ok,
          () => false,
        );
      };
      await eventually(`the server is ready\n${output}`, ask, { withinMs: 120_000, everyMs: 100 });
    },
    signal: (name) => void child.kill(name),
  };
}

/** Port and pid of the database that the server keeps in a data folder. */
export const readMongo = (dataDir: string): { port: number; pid: number } =>
  JSON.parse(readFileSync(path.join(dataDir, 'mongo.json'), 'utf8')) as { port: number; pid: number };

/** Ends what a killed server may have left running on a data folder. */
export async function endLeftovers(dataDir: string): Promise<void> {
  const lock = path.join(dataDir, 'mongo', 'mongod.lock');
  const pid = existsSync(lock) ? Number(readFileSync(lock, 'utf8').trim()) : 0;
  const isOurs = (): boolean => {
    const commandLine = `/proc/${pid}/cmdline`;
    return pid > 0 && existsSync(commandLine) && readFileSync(commandLine, 'utf8').includes(dataDir);
  };
  if (!isOurs()) return;
  process.kill(pid, 'SIGKILL');
  await eventually('mongod is gone', () => !isOurs());
}
