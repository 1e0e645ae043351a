import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { Failure, runLogged } from './say.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

function runs(binary) {
  try {
    execFileSync(binary, ['--version'], { stdio: 'ignore', timeout: 30_000 });
    return true;
  } catch {
    return false;
  }
}

function find() {
  const given = process.env.CHROMIUM_BIN;
  if (given) {
    if (runs(given)) return given;
    throw new Failure(`CHROMIUM_BIN 指向的 ${given} 不能运行，请改正或去掉这个变量`);
  }
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const files = NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return files.find((file) => existsSync(file) && runs(file));
}

/** Null where fontconfig itself is missing and nothing can be said. */
function hasChineseFonts() {
  try {
    return execFileSync('fc-list', [':lang=zh'], { encoding: 'utf8' }).trim() !== '';
  } catch {
    return null;
  }
}

async function aptInstall(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await runLogged('apt-update', 'apt-get', ['update'], { env });
  await runLogged('apt-install', 'apt-get', ['install', '-y', '--no-install-recommends', ...packages], { env });
}

/** Path of a Chromium with Chinese fonts; installs both where this is Debian and we may. */
export async function findChromium() {
  const mayInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  const found = find();
  const fonts = hasChineseFonts();
  const missing = [...(found ? [] : ['chromium']), ...(fonts ? [] : ['fonts-noto-cjk', 'fontconfig'])];
  if (missing.length && mayInstall) await aptInstall(missing);
  else if (fonts === false)
    console.log('提示：没有中文字体，页面截图中的汉字会显示为方框（Debian：apt-get install fonts-noto-cjk）');
  const binary = found ?? find();
  if (!binary)
    throw new Failure(
      '找不到 Chromium，浏览器测试不能运行。请安装（Debian：apt-get install chromium fonts-noto-cjk），或用 CHROMIUM_BIN 指明它的位置。',
    );
  return binary;
}
