import { EnvError, loadEnv } from '@linkang/server/platform/env';

/** What a production server needs at least. */
const PRODUCTION = {
  NODE_ENV: 'production',
  MONGODB_URI: 'mongodb://127.0.0.1:27017/linkang',
  TOKEN_SECRET: 'x'.repeat(32),
  DATA_KEYS: `k1:${Buffer.alloc(32).toString('base64')}`,
  LOOKUP_KEY: 'x'.repeat(32),
  WECHAT_APPID: 'wx',
  WECHAT_SECRET: 'secret',
};

const faultsOf = (more: Record<string, string>): string[] => {
  try {
    loadEnv({ ...PRODUCTION, ...more });
    return [];
  } catch (error) {
    if (error instanceof EnvError) return error.faults;
    throw error;
  }
};

const SMS = { SMS_URL: 'https://sms.example.cn/messages', SMS_KEY: 'k', SMS_SIGN: '邻康', SMS_CODE_TEMPLATE: 'T1' };

describe('text messages', () => {
  test('may be left out', () => {
    expect(loadEnv(PRODUCTION).sms).toEqual({});
  });

  test('are set up as a whole, over https', () => {
    expect(loadEnv({ ...PRODUCTION, ...SMS }).sms).toEqual({
      url: SMS.SMS_URL,
      key: 'k',
      sign: '邻康',
      codeTemplate: 'T1',
    });
    for (const name of ['SMS_KEY', 'SMS_SIGN', 'SMS_CODE_TEMPLATE'])
      expect(faultsOf({ ...SMS, [name]: '' })).toEqual([`${name}: missing beside SMS_URL`]);
    expect(faultsOf({ ...SMS, SMS_URL: 'http://sms.example.cn' })).toEqual(['SMS_URL: needs https in production']);
    expect(faultsOf({ ...SMS, SMS_URL: 'sms' })).toHaveLength(1);
  });
});
