const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');
const { requireSource } = require('./sources.cjs');

/** Starts a mongod of its own on a fresh folder; `stop` removes the folder too. */
async function startTestMongo() {
  const { startEmbeddedMongo } = requireSource('server/src/platform/embedded-mongo.ts');
  const dataDir = mkdtempSync(path.join(tmpdir(), 'linkang-mongo-'));
  const log = { info: () => undefined, warn: (message) => console.warn(message) };
  const mongo = await startEmbeddedMongo({ dataDir, log });
  return {
    mongo,
    dataDir,
    async stop() {
      await mongo.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

module.exports = { startTestMongo };
