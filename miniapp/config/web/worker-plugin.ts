import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** As much of webpack's compilation as is used here; Taro brings webpack and its types along. */
interface Compilation {
  assets: Record<string, unknown>;
  hooks: { processAssets: { tap: (options: { name: string; stage: number }, run: () => void) => void } };
  emitAsset: (name: string, source: unknown) => void;
}

interface Compiler {
  webpack: { sources: { RawSource: new (text: string) => unknown } };
  hooks: { thisCompilation: { tap: (name: string, run: (compilation: Compilation) => void) => void } };
}

const NAME = 'worker';
/** webpack's PROCESS_ASSETS_STAGE_REPORT: every name is final. */
const LAST_STAGE = 5000;

/** Writes `worker.js` beside the page, with the names of this version's files in it. */
export class WorkerPlugin {
  apply(compiler: Compiler): void {
    compiler.hooks.thisCompilation.tap(NAME, (compilation) => {
      compilation.hooks.processAssets.tap({ name: NAME, stage: LAST_STAGE }, () => {
        const files = Object.keys(compilation.assets)
          .filter((file) => /^(js|css|static)\/.*(?<!\.map|\.txt)$/.test(file))
          .map((file) => `/${file}`)
          .sort();
        const text = readFileSync(path.join(__dirname, 'worker.js'), 'utf8');
        const version = createHash('sha256').update(files.join('\n')).update(text).digest('hex').slice(0, 8);
        const head = `self.LINKANG_VERSION = '${version}';\nself.LINKANG_FILES = ${JSON.stringify(files)};\n`;
        compilation.emitAsset('worker.js', new compiler.webpack.sources.RawSource(head + text));
      });
    });
  }
}
