import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { freshDatabaseUri } from './database-uri';

const root = path.resolve(__dirname, '../..');

/** The built server with its demo and both front ends, in a process of its own. */
export interface DemoServer {
  url: string;
  /** The database that it works on, for scripts that are run beside it. */
  databaseUri: string;
  stop(): Promise<void>;
}

/**
 * Starts the built server on a fresh database of the run's mongod, seeded as a newcomer's is.
 * @param options `demo: false` leaves the database empty, as a centre's is on its first day
 */
export async function startDemoServer(options: { demo?: boolean } = {}): Promise<DemoServer> {
  // MongoDB's driver does not load where a browser is made believe.
  const pool = typeof window === 'undefined' ? await import('./database-pool') : undefined;
  const databaseUri = (await pool?.takeDatabase()) ?? freshDatabaseUri();
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'linkang-demo-'));
  const { TOKEN_SECRET: _, ...env } = process.env;
  const child = spawn(process.execPath, [path.join(root, 'server/dist/src/main.js')], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...env,
      NODE_ENV: 'development',
      DEMO: options.demo === false ? 'off' : 'on',
      PORT: '0',
      DATA_DIR: dataDir,
      MONGODB_URI: databaseUri,
    },
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = /(http:\/\/127\.0\.0\.1:\d+)/.exec(line);
      if (found?.[1]) resolve(found[1]);
    });
    child.once('exit', (code) => reject(new Error(`the built server ended with ${code}`)));
  });
  return {
    url,
    databaseUri,
    async stop() {
      child.kill('SIGTERM');
      await exited;
      await pool?.giveDatabaseBack(databaseUri);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
