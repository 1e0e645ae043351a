declare module '*.scss';

declare namespace NodeJS {
  interface ProcessEnv {
    /** Target of the build. */
    TARO_ENV: 'weapp' | 'h5';
    /** Address of the API for WeChat, with /api/v1. */
    TARO_APP_API_BASE?: string;
  }
}
