import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');

/** A copy of the configuration with other values in some of its files; `remove` takes it away. */
export function makeConfigDir(changes: Record<string, Record<string, unknown>>): {
  configDir: string;
  remove(): void;
} {
  const configDir = mkdtempSync(path.join(tmpdir(), 'linkang-config-'));
  cpSync(path.join(root, 'config'), configDir, { recursive: true });
  for (const [file, values] of Object.entries(changes)) {
    const at = path.join(configDir, file);
    const before = JSON.parse(readFileSync(at, 'utf8')) as Record<string, unknown>;
    writeFileSync(at, JSON.stringify({ ...before, ...values }));
  }
  return { configDir, remove: () => rmSync(configDir, { recursive: true, force: true }) };
}
