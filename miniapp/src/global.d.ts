declare module '*.scss';

declare namespace NodeJS {
  interface ProcessEnv {
    /** Target of the build. */
    TARO_ENV: 'weapp' | 'h5';
    /** Address of the API for WeChat, with /api/v1. */
    TARO_APP_API_BASE?: string;
    /** Version of WeChat's plugin for speech, where the mini-program may use it. */
    TARO_APP_SPEECH_PLUGIN?: string;
  }
}
