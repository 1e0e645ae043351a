const { startTestMongo } = require('./mongod.cjs');

/** One mongod for the whole run; every test takes a database of its own on it. */
module.exports = async () => {
  globalThis.linkangTestMongo = await startTestMongo();
  process.env.LINKANG_TEST_MONGODB_URI = globalThis.linkangTestMongo.mongo.uri;
};
