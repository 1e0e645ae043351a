import { readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const namesIn = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map((match) => match[1] ?? '');

describe('.env.example', () => {
  const explained = namesIn(read('.env.example'), /^([A-Z_]+)=/gm);
  const server = namesIn(read('server/src/platform/env.ts'), /^ {2}([A-Z_]+): (?:z\b|secret\b|dataKeys\b)/gm);

  test('explains every variable that the server reads', () => {
    expect(server.length).toBeGreaterThan(10);
    for (const name of server.filter(Boolean)) expect(explained).toContain(name);
    for (const name of ['TOKEN_SECRET', 'DATA_KEYS', 'LOOKUP_KEY', 'MONGOD_BINARY']) expect(explained).toContain(name);
  });

  test('names none twice and none that nothing reads', () => {
    const readers = [
      ...['server/src/platform/env.ts', 'server/src/platform/mongod-binary.ts', 'miniapp/config/index.ts'],
      ...['scripts/lib/chromium.mjs', 'scripts/fuzz.mjs', 'server/scripts/admin-create.ts'],
    ].map(read);
    expect(new Set(explained).size).toBe(explained.length);
    for (const name of explained)
      expect(readers.filter((text) => new RegExp(`\\b${name}\\b`).test(text))).not.toEqual([]);
  });
});
