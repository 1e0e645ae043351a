import { openDatabase, say, type Undo } from '../src/opening';
import { lockDataDir } from '../src/platform/data-dir';
import { loadEnv } from '../src/platform/env';
import { processKeyring } from '../src/platform/keyring';
import { makeLog } from '../src/platform/logger';
import { rotateKeys } from '../src/platform/reseal';

/** `npm run keys:rotate`: encrypts all that is kept under older keys anew under the first key of the ring. */
async function rotate(): Promise<void> {
  const env = loadEnv(process.env);
  // Only the embedded database belongs to one process.
  const undo: Undo[] = env.mongodbUri ? [] : [lockDataDir(env.dataDir)];
  try {
    const connection = await openDatabase(env, makeLog({ level: 'warn' }), undo);
    const { currentKeyId } = processKeyring();
    const { changed, keys } = await rotateKeys(connection, processKeyring());
    for (const [name, count] of Object.entries(changed)) say(`${name}：重新加密 ${count} 条`);
    say(
      `密钥使用情况：${
        Object.entries(keys)
          .map(([id, count]) => `${id} ${count} 项`)
          .join('，') || '没有加密的数据'
      }`,
    );
    const old = Object.keys(keys).filter((id) => id !== currentKeyId);
    if (old.length)
      throw new Error(`还有数据使用旧密钥 ${old.join('、')}：请确认每个服务都已用新的 DATA_KEYS 重启，再运行一次。`);
    say(`全部数据已使用密钥 ${currentKeyId}。旧密钥要保留到用它加密的备份都过期为止。`);
  } finally {
    for (const step of undo.reverse()) await step();
  }
}

rotate().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
