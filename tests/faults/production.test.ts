import { launchServer, makeDataDir } from '../support/process-server';

describe('in production', () => {
  const production = async (
    env: Record<string, string | undefined>,
  ): Promise<{ code: number | string; output: string }> => {
    const other = makeDataDir();
    const child = launchServer({ dataDir: other.dataDir, port: 0, env: { NODE_ENV: 'production', ...env } });
    const code = await child.exited;
    other.remove();
    return { code, output: child.output() };
  };

  test('every missing setting is named, and nothing starts', async () => {
    const { code, output } = await production({ LIMITS: undefined });
    expect(code).toBe(1);
    const names = [...output.matchAll(/- (\w+): missing in production/g)].map((found) => found[1]);
    expect(names).toEqual(['MONGODB_URI', 'TOKEN_SECRET', 'DATA_KEYS', 'LOOKUP_KEY', 'WECHAT_APPID', 'WECHAT_SECRET']);
    expect(output).not.toContain('LIMITS');
  }, 60_000);

  test('limits cannot be switched off, and there is no demo', async () => {
    const secret = 'x'.repeat(40);
    const { code, output } = await production({
      LIMITS: 'off',
      DEMO_PASSWORD: 'Linkang-demo-1',
      MONGODB_URI: 'mongodb://127.0.0.1:1/linkang',
      TOKEN_SECRET: secret,
      DATA_KEYS: `k1:${Buffer.alloc(32).toString('base64')}`,
      LOOKUP_KEY: secret,
      WECHAT_APPID: 'wx',
      WECHAT_SECRET: 'secret',
    });
    expect(code).toBe(1);
    expect(output.match(/^ {2}- .*$/gm)).toEqual([
      '  - LIMITS: off is refused in production',
      '  - DEMO_PASSWORD: there is no demo in production',
    ]);
    expect(output).not.toContain(secret);
  }, 60_000);
});
