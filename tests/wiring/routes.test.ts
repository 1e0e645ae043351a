import { randomBytes } from 'node:crypto';
// The models register themselves when their modules are loaded.
import '@linkang/server/modules';
import { connectDatabase, isMigrated, migrate } from '@linkang/server/platform/database';
import { systemClock } from '@linkang/server/platform/clock';
import { policies, routeTable, type RouteName } from '@linkang/shared/api/index';
import type { RouteDef, RoutePath } from '@linkang/shared/api/route';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import mongoose, { type Connection } from 'mongoose';
import pino from 'pino';
import { freshDatabaseUri } from '../support/database-uri';

const apiFolder = path.resolve(__dirname, '../../shared/src/api');
const routes = Object.entries(routeTable).flatMap(([feature, group]) =>
  Object.entries(group).map(([key, route]) => [`${feature}.${key}` as RouteName, route as RouteDef] as const),
);

describe('the route table', () => {
  it('holds every file of routes, each beside its paths', () => {
    const files = readdirSync(apiFolder);
    const named = (end: string) => files.filter((file) => file.endsWith(end)).map((file) => file.slice(0, -end.length));
    expect(named('.routes.ts').sort()).toEqual(Object.keys(routeTable).sort());
    expect(named('.paths.ts').sort()).toEqual(Object.keys(routeTable).sort());
  });

  it.each(Object.entries(routeTable))('%s: paths and routes agree', async (feature, group) => {
    const module = (await import(`${apiFolder}/${feature}.paths`)) as Record<string, Record<string, RoutePath>>;
    const paths = module[`${feature}Paths`] ?? {};
    const ofRoutes = Object.entries(group as Record<string, RouteDef>);
    expect(Object.fromEntries(ofRoutes.map(([key, { method, path: at }]) => [key, { method, path: at }]))).toEqual(
      paths,
    );
  });

  it('has a row of the policy table for each route, and no other', () => {
    expect(Object.keys(policies).sort()).toEqual(routes.map(([name]) => name).sort());
    for (const row of Object.values(policies)) {
      expect(Boolean(row.public) || Boolean(row.resident) || Boolean(row.staff?.length)).toBe(true);
      if (row.public) expect(Object.keys(row)).toEqual(['public']);
    }
  });

  it('gives each method and path once, whatever the parameters are called', () => {
    const places = routes.map(([, { method, path: at }]) => `${method} ${at.replace(/:\w+/g, ':')}`);
    expect(places.filter((place, i) => places.indexOf(place) !== i)).toEqual([]);
  });

  it.each(routes)('%s keeps the conventions', (name, route) => {
    expect(route.path).toMatch(/^(\/(:id|[a-z]+(-[a-z]+)*))+$/);
    expect(Boolean(route.params)).toBe(route.path.includes(':'));
    if (route.method === 'get') expect(route.body).toBeUndefined();
    else expect(route.query).toBeUndefined();
    // What creates something needs a key, and only that; a key belongs to an account.
    expect(route.idempotent ?? false).toBe(route.status === 201);
    if (route.idempotent) expect([route.method, policies[name].public]).toEqual(['post', undefined]);
    if (route.method === 'put') expect(route.errors).toContain('STATE_CONFLICT');
  });
});

type Indexes = Record<string, string[]>;

const describeIndex = (key: object, options: { unique?: unknown; partialFilterExpression?: unknown }): string =>
  JSON.stringify([key, options.unique === true, options.partialFilterExpression ?? null]);

/** Every index of every collection, besides those of `_id`. */
async function readIndexes(connection: Connection): Promise<Indexes> {
  const collections = await connection.listCollections();
  const entries = await Promise.all(
    collections
      .filter(({ name }) => !['migrations', 'leases'].includes(name))
      .map(async ({ name }) => {
        const indexes = await connection.collection(name).indexes();
        const own = indexes.filter((index) => index.name !== '_id_').map((index) => describeIndex(index.key, index));
        return [name, own.sort()] as const;
      }),
  );
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const log = pino({ level: 'silent' });
const everyMigration = readdirSync(path.resolve(__dirname, '../../server/migrations'))
  .map((file) => path.parse(file).name)
  .sort();

async function onFreshDatabase<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await connectDatabase(freshDatabaseUri());
  try {
    return await work(connection);
  } finally {
    jest.restoreAllMocks();
    await connection.dropDatabase();
    await mongoose.disconnect();
  }
}

// Hundreds of indexes are made in each; that takes long beside other suites.
jest.setTimeout(240_000);

describe('migrations', () => {
  it('make every index that a model declares, and no other', () =>
    onFreshDatabase(async (connection) => {
      expect(await migrate(connection, systemClock, log)).toEqual(everyMigration);
      const indexes = await readIndexes(connection);
      const models = Object.values(connection.models);
      expect(models.length).toBeGreaterThan(10);
      for (const model of models) {
        const declared = model.schema.indexes().map(([key, options]) => describeIndex(key, options));
        expect([model.modelName, indexes[model.collection.name]]).toEqual([model.modelName, declared.sort()]);
      }
    }));

  it('change nothing when they run again, whether or not they are known to have run', () =>
    onFreshDatabase(async (connection) => {
      await migrate(connection, systemClock, log);
      const before = await readIndexes(connection);
      const marker = randomBytes(8).toString('hex');
      await connection.collection<{ _id: string }>('sessions').insertOne({ _id: marker });
      expect(await migrate(connection, systemClock, log)).toEqual([]);
      await connection.collection('migrations').deleteMany({});
      expect(await isMigrated(connection)).toBe(false);
      expect(await migrate(connection, systemClock, log)).toEqual(everyMigration);
      expect(await readIndexes(connection)).toEqual(before);
      expect(await connection.collection<{ _id: string }>('sessions').findOne({ _id: marker })).toEqual({
        _id: marker,
      });
      expect(await isMigrated(connection)).toBe(true);
    }));

  it('come to the same end when they are broken off anywhere', async () => {
    const whole = await onFreshDatabase(async (connection) => {
      await migrate(connection, systemClock, log);
      return readIndexes(connection);
    });
    const models = Object.values(mongoose.models);
    for (const model of [models[0], models[Math.floor(models.length / 2)], models[models.length - 1]])
      await onFreshDatabase(async (connection) => {
        jest.spyOn(model as (typeof models)[number], 'createIndexes').mockRejectedValueOnce(new Error('killed'));
        await expect(migrate(connection, systemClock, log)).rejects.toThrow('killed');
        expect(await isMigrated(connection)).toBe(false);
        expect(await readIndexes(connection)).not.toEqual(whole);
        expect(await migrate(connection, systemClock, log)).toEqual(everyMigration);
        expect(await readIndexes(connection)).toEqual(whole);
      });
  }, 60_000);

  it('run once when two processes start at the same moment', () =>
    onFreshDatabase(async (connection) => {
      const ran = await Promise.all([1, 2, 3].map(() => migrate(connection, systemClock, log)));
      expect(ran.map((names) => names.length).sort()).toEqual([0, 0, everyMigration.length]);
    }));

  it('go on after a process that was killed while it held the lease', () =>
    onFreshDatabase(async (connection) => {
      const until = new Date(Date.now() + 1500);
      await connection
        .collection<{ _id: string }>('leases')
        .insertOne({ _id: 'migrate', holder: 'dead', until } as never);
      expect(await migrate(connection, systemClock, log)).toEqual(everyMigration);
      expect(Date.now()).toBeGreaterThanOrEqual(until.getTime());
    }));
});
