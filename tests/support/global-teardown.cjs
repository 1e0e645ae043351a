/** Stops what the set-up started; says nothing, as the count of tests is the last line. */
module.exports = async () => {
  await globalThis.linkangTestMongo?.stop();
};
