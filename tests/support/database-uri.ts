import { randomBytes } from 'node:crypto';

/** Uri of the run's mongod. */
export const runUri = (): string => {
  const uri = process.env.LINKANG_TEST_MONGODB_URI;
  if (!uri) throw new Error('no mongod: the global set-up did not run');
  return uri;
};

/** Uri of a database on it. */
export const uriOf = (name: string): string => {
  const url = new URL(runUri());
  url.pathname = `/${name}`;
  return url.toString();
};

/** Uri of a database on it that nobody has used. */
export const freshDatabaseUri = (): string => uriOf(`test-${randomBytes(6).toString('hex')}`);
