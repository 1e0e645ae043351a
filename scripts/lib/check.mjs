import { install } from './install.mjs';
import { binOf, exitCodeOf, Steps } from './say.mjs';

const checks = [
  ['类型：服务端', 'tsc', ['-b', 'server']],
  ['类型：小程序', 'tsc', ['-p', 'miniapp', '--noEmit']],
  ['类型：工作台', 'tsc', ['-p', 'console', '--noEmit']],
  ['类型：测试', 'tsc', ['-p', 'tests', '--noEmit']],
  ['代码规则', 'eslint', ['.', '--max-warnings', '0']],
  ['引用规则', 'depcruise', ['--config', '.dependency-cruiser.cjs', 'shared', 'server', 'miniapp', 'console', 'tests']],
  ['格式', 'prettier', ['--check', '--log-level', 'warn', '.']],
];

/** Runs every check, also after one has failed, and sums them up. */
export async function check() {
  await new Steps(1).run('安装依赖', install);
  const results = [];
  for (const [title, program, args] of checks) {
    console.log(`\n— ${title}：${program} ${args.join(' ')}`);
    results.push([title, await exitCodeOf(process.execPath, [binOf(program), ...args])]);
  }
  console.log('');
  for (const [title, code] of results) console.log(`${code === 0 ? '通过' : '未过'}  ${title}`);
  const failed = results.filter(([, code]) => code !== 0).length;
  console.log(failed ? `${failed} 项未过` : '全部通过');
  process.exit(failed ? 1 : 0);
}
