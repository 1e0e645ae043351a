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

const OFFICIAL = {
  WECHAT_OFFICIAL_APPID: 'wx-official',
  WECHAT_OFFICIAL_SECRET: 'secret',
  WECHAT_OFFICIAL_RETURN_URL: 'https://linkang.example.cn/',
};

describe('the official account', () => {
  test('may be left out', () => {
    expect(loadEnv(PRODUCTION).official).toEqual({ scope: 'snsapi_base' });
  });

  test('is set up as a whole, with an address that WeChat can come back to', () => {
    expect(loadEnv({ ...PRODUCTION, ...OFFICIAL, WECHAT_OFFICIAL_SCOPE: 'snsapi_userinfo' }).official).toEqual({
      appId: 'wx-official',
      secret: 'secret',
      returnUrl: 'https://linkang.example.cn/',
      scope: 'snsapi_userinfo',
    });
    for (const name of Object.keys(OFFICIAL))
      expect(faultsOf({ ...OFFICIAL, [name]: '' })).toEqual([
        `${name}: missing beside the others of the official account`,
      ]);
    for (const address of ['http://linkang.example.cn/', 'https://linkang.example.cn/#/x', 'https://a.cn/?to=b'])
      expect(faultsOf({ ...OFFICIAL, WECHAT_OFFICIAL_RETURN_URL: address })).toEqual([
        'WECHAT_OFFICIAL_RETURN_URL: needs https and neither ? nor # in production',
      ]);
    expect(faultsOf({ ...OFFICIAL, WECHAT_OFFICIAL_SCOPE: 'all' })).toHaveLength(1);
  });
});
