import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { username as usernameSchema } from '@linkang/shared/api/staff.routes';
import { findPasswordFault, type PasswordFault } from '@linkang/shared/domain/staff-password';
import { createStaff, existsActiveAdmin } from '../src/modules/staff';
import { openDatabase, say, type Undo } from '../src/opening';
import { systemClock } from '../src/platform/clock';
import { lockDataDir } from '../src/platform/data-dir';
import { loadEnv } from '../src/platform/env';
import { withLeaseInTurn } from '../src/platform/jobs';
import { makeLog } from '../src/platform/logger';

const LEASE_MS = 5000;

/** What is asked for, each with the variable that answers it without a terminal. */
const questions = {
  username: { variable: 'ADMIN_USERNAME', text: '用户名（小写字母、数字，3到32个）：' },
  name: { variable: 'ADMIN_NAME', text: '姓名：' },
  password: { variable: 'ADMIN_PASSWORD', text: '密码（至少12个字符，要有字母和数字，输入时不显示）：' },
} as const;

type Question = keyof typeof questions;

const passwordTexts: Record<PasswordFault, string> = {
  PASSWORD_SHORT: '密码至少12个字符',
  PASSWORD_PLAIN: '密码要同时有字母和数字',
  PASSWORD_IS_NAME: '密码不能和用户名一样',
};

/** A refusal that the operator can mend; only its text is shown. */
class Refusal extends Error {}

async function ask(text: string, hidden: boolean): Promise<string> {
  // A terminal echoes through readline's output: what goes nowhere is not shown.
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: hidden ? silent : process.stdout, terminal: true });
  // Ctrl-C and Ctrl-D answer nothing.
  const closed = new Promise<never>((_, reject) => terminal.once('close', () => reject(new Refusal('已取消'))));
  if (hidden) process.stdout.write(text);
  try {
    return await Promise.race([terminal.question(hidden ? '' : text), closed]);
  } finally {
    closed.catch(() => undefined);
    terminal.close();
    if (hidden) process.stdout.write('\n');
  }
}

async function answerTo(question: Question): Promise<string> {
  const { variable, text } = questions[question];
  const given = process.env[variable];
  if (given) return given;
  if (!process.stdin.isTTY) throw new Refusal(`没有终端可以输入，请设置环境变量 ${variable}`);
  return ask(text, question === 'password');
}

async function readAnswers(): Promise<{ username: string; name: string; password: string; mustChange: boolean }> {
  const username = usernameSchema.safeParse(await answerTo('username'));
  if (!username.success) throw new Refusal('用户名为3到32个小写字母、数字、点或短横线');
  const name = (await answerTo('name')).trim();
  if (!name || name.length > 30) throw new Refusal('请填写姓名，最多30个字');
  const password = await answerTo('password');
  const fault = findPasswordFault(password, username.data);
  if (fault) throw new Refusal(passwordTexts[fault]);
  const typed = !process.env.ADMIN_PASSWORD;
  if (typed && (await ask('再输入一次密码：', true)) !== password) throw new Refusal('两次输入的密码不一样');
  // What stood in a variable has been seen by others: shell histories, process lists, colleagues.
  return { username: username.data, name, password, mustChange: !typed };
}

/** `npm run admin:create [-- --force]`: makes the first administrator, from whom everything else is set up. */
async function createAdmin(): Promise<void> {
  const force = process.argv.includes('--force');
  const env = loadEnv(process.env);
  // Only the embedded database belongs to one process.
  const undo: Undo[] = env.mongodbUri ? [] : [lockDataDir(env.dataDir)];
  const assertFirst = async (): Promise<void> => {
    if (!force && (await existsActiveAdmin()))
      throw new Refusal('已经有管理员了。请在工作台“员工”里添加；确实需要再建一位时加上 -- --force。');
  };
  try {
    const connection = await openDatabase(env, makeLog({ level: 'warn' }), undo);
    await assertFirst();
    const { username, name, password, mustChange } = await readAnswers();
    await withLeaseInTurn({ connection, clock: systemClock }, 'adminCreate', LEASE_MS, async () => {
      await assertFirst();
      const person = { username, name, title: '', roles: ['admin'] as const, teamIds: [], password, demo: false };
      if (!(await createStaff({ ...person, mustChangePassword: mustChange })))
        throw new Refusal(`用户名 ${username} 已有人使用，请换一个。`);
    });
    say(`已建立管理员 ${username}，现在可以登录工作台${mustChange ? '，第一次登录时要修改密码' : ''}。`);
  } finally {
    for (const step of undo.reverse()) await step();
  }
}

createAdmin().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
