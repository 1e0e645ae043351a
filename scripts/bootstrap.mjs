/**
 * The entry of every npm script: installs what is missing, builds what is stale, then does the task.
 * Needs nothing but Node: it runs before anything is installed.
 *
 *   node scripts/bootstrap.mjs start | dev | test | check | build | bench | storm | soak | fuzz | admin:create | keys:rotate | backup | restore | audit:verify | retention | seed | import | openapi | screenshots | audit:ui | golden | lighthouse
 */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `邻康需要 Node.js 20.19 以上版本，现在是 ${process.versions.node}。请从 https://nodejs.org 安装新版本。`,
  );
  process.exit(1);
}

const [task = '', ...rest] = process.argv.slice(2);
const { tasks } = await import('./lib/tasks.mjs');
if (!Object.hasOwn(tasks, task)) {
  console.error(`用法：node scripts/bootstrap.mjs ${Object.keys(tasks).join(' | ')}`);
  process.exit(1);
}
const { endWithNpm } = await import('./lib/npm-parent.mjs');
endWithNpm();
try {
  await tasks[task](rest);
} catch (error) {
  const { Failure } = await import('./lib/say.mjs');
  console.error(error instanceof Failure ? `\n${error.message}` : error);
  // Whoever reads only the last line of a test run learns that it failed.
  if (task === 'test') console.log('0 passed, 1 failed');
  process.exit(1);
}
