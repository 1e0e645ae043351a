import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DataDirBusyError, loadOrCreateSecrets, lockDataDir } from '@linkang/server/platform/data-dir';

const root = path.resolve(__dirname, '../..');

/** A process that tries to take the folder and says `taken` or `busy`; it holds it until it is killed. */
function contender(dataDir: string): { child: ChildProcess; said: Promise<string> } {
  const script = `
    const { requireSource } = require('./tests/support/sources.cjs');
    const { lockDataDir } = requireSource('server/src/platform/data-dir.ts');
    try { lockDataDir(process.argv[1]); console.log('taken'); setInterval(() => {}, 1000); }
    catch (error) { console.log(error.name === 'DataDirBusyError' ? 'busy' : String(error)); }`;
  const child = spawn(process.execPath, ['-e', script, dataDir], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  return { child, said: new Promise((resolve) => child.stdout?.once('data', (text) => resolve(String(text).trim()))) };
}

const kill = (child: ChildProcess): Promise<unknown> => {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  return ended;
};

describe('the data folder', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(path.join(tmpdir(), 'linkang-data-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

  test('belongs to one server at a time, and says whose it is', async () => {
    const holder = contender(dataDir);
    expect(await holder.said).toBe('taken');
    expect(() => lockDataDir(dataDir)).toThrow(DataDirBusyError);
    expect(() => lockDataDir(dataDir)).toThrow(`pid ${holder.child.pid}`);
    await kill(holder.child);
    lockDataDir(dataDir)();
  });

  test('a stale lock goes to exactly one of many who want it', async () => {
    const dead = contender(dataDir);
    await dead.said;
    await kill(dead.child);
    const all = Array.from({ length: 6 }, () => contender(dataDir));
    const said = await Promise.all(all.map((one) => one.said));
    expect(said.sort()).toEqual(['busy', 'busy', 'busy', 'busy', 'busy', 'taken']);
    await Promise.all(all.map((one) => one.child.exitCode === null && kill(one.child)));
  });

  test('the pid of another program is no holder', () => {
    writeFileSync(path.join(dataDir, 'server.pid'), JSON.stringify({ pid: process.pid, mark: 'another start' }));
    const release = lockDataDir(dataDir);
    expect(readFileSync(path.join(dataDir, 'server.pid'), 'utf8')).toContain(`"pid":${process.pid}`);
    release();
    expect(() => statSync(path.join(dataDir, 'server.pid'))).toThrow();
  });

  test('demo secrets are random, kept, private; a damaged file is never replaced', () => {
    const secrets = loadOrCreateSecrets(dataDir);
    const file = path.join(dataDir, 'secrets.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(Buffer.from(secrets.dataKeys.replace(/^k1:/, ''), 'base64')).toHaveLength(32);
    expect(loadOrCreateSecrets(dataDir)).toEqual(secrets);
    expect(loadOrCreateSecrets(path.join(dataDir, 'other'))).not.toEqual(secrets);
    writeFileSync(file, '{"tokenSecret":');
    expect(() => loadOrCreateSecrets(dataDir)).toThrow('已损坏');
    expect(readFileSync(file, 'utf8')).toBe('{"tokenSecret":');
  });
});
