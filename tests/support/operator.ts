import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');

/** Makes an administrator as the operator does, with the built script. @returns its exit code and what it said */
export function createAdmin(
  databaseUri: string,
  admin: { username: string; name: string; password: string },
  args: string[] = [],
): Promise<{ code: number | null; said: string }> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'linkang-admin-'));
  const { TOKEN_SECRET: _, ...inherited } = process.env;
  const env = {
    ...inherited,
    NODE_ENV: 'development',
    MONGODB_URI: databaseUri,
    DATA_DIR: dataDir,
    ADMIN_USERNAME: admin.username,
    ADMIN_NAME: admin.name,
    ADMIN_PASSWORD: admin.password,
  };
  const script = path.join(root, 'server/dist/scripts/admin-create.js');
  const child = spawn(process.execPath, [script, ...args], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (said += part.toString()));
  return new Promise<{ code: number | null; said: string }>((resolve) =>
    child.once('close', (code) => {
      rmSync(dataDir, { recursive: true, force: true });
      resolve({ code, said });
    }),
  );
}
