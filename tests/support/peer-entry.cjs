const Module = require('node:module');
const path = require('node:path');
const { requireSource } = require('./sources.cjs');

/*
 * A second server on a running one's database, in a process of its own, on the sources. The parent sends what both
 * share, then `set` with the time, `reconcile` and `zone`; it ends with its parent.
 */
const root = path.resolve(__dirname, '../..');
const places = [
  [/^@linkang\/shared$/, `${root}/shared/src/index`],
  [/^@linkang\/shared\/(.*)$/, `${root}/shared/src/$1`],
  [/^@linkang\/server\/(migrations|scripts)\/(.*)$/, `${root}/server/$1/$2`],
  [/^@linkang\/server\/(.*)$/, `${root}/server/src/$1`],
];
const resolve = Module._resolveFilename;
Module._resolveFilename = (name, ...rest) => {
  const [pattern, target] = places.find(([one]) => one.test(name)) ?? [];
  return resolve(pattern ? name.replace(pattern, target) : name, ...rest);
};

process.once('message', async (options) => {
  const { startServer } = requireSource('tests/support/server.ts');
  const { reconcileSeats } = requireSource('server/src/modules/session/index.ts');
  const server = await startServer(options);
  const orders = {
    set: ({ instant }) => server.clock.set(instant),
    reconcile: () => reconcileSeats(server.deps).then(() => undefined),
    zone: () => -new Date('2027-01-15T00:00:00Z').getTimezoneOffset(),
  };
  process.on('message', async (order) => {
    process.send({ done: order.id, result: await orders[order.kind](order) });
  });
  process.send({ baseUrl: server.baseUrl });
});
process.on('disconnect', () => process.exit(0));
