const { spawn } = require('node:child_process');
const { mkdtempSync, rmSync, statfsSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');
const { MongoClient } = require('mongodb');
const { requireSource } = require('./sources.cjs');

/**
 * Waits for the end of its input, then removes what a killed run left in the given folder. It finds mongod by its
 * lock file, because the run may be killed before mongod has answered.
 */
const WATCHDOG = `
  const fs = require('node:fs');
  const [folder] = process.argv.slice(1);
  process.stdin.resume().on('close', () => {
    try { process.kill(Number(fs.readFileSync(folder + '/mongo/mongod.lock', 'utf8')), 'SIGKILL'); } catch {}
    setTimeout(() => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 }), 500);
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});`;

/** The tests move their own clock: by the machine's, mongod would delete as expired what they have just written. */
async function stopExpiry(uri) {
  const client = await MongoClient.connect(uri);
  await client.db('admin').command({ setParameter: 1, ttlMonitorEnabled: false });
  await client.close();
}

const MEMORY = '/dev/shm';
const ROOM_BYTES = 4 * 2 ** 30;

/**
 * Where mongod keeps its files: in memory where there is room, since each of the databases is a thousand small files.
 * What a crash leaves on a disk is tested with a mongod of its own.
 */
function homeOfFiles() {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize >= ROOM_BYTES ? MEMORY : tmpdir();
  } catch {
    return tmpdir();
  }
}

/**
 * Starts a mongod of its own on a fresh folder; `stop` removes the folder too. As mongod outlives its starter by
 * design, a watchdog ends it when the test run is killed.
 */
async function startTestMongo() {
  const { startEmbeddedMongo } = requireSource('server/src/platform/embedded-mongo.ts');
  const dataDir = mkdtempSync(path.join(homeOfFiles(), 'linkang-mongo-'));
  const log = { info: () => undefined, warn: (message) => console.warn(message) };
  const watchdog = spawn(process.execPath, ['-e', WATCHDOG, dataDir], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  watchdog.unref();
  watchdog.stdin.unref();
  const mongo = await startEmbeddedMongo({ dataDir, log });
  await stopExpiry(mongo.uri);
  return {
    mongo,
    dataDir,
    async stop() {
      await mongo.stop();
      watchdog.kill('SIGKILL');
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

module.exports = { startTestMongo };
