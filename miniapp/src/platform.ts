/** Whether this bundle runs in a browser; otherwise in WeChat. */
export const isH5 = process.env.TARO_ENV === 'h5';

/** Where the API is: the page's own origin on H5, a constant of the build in WeChat. */
export const apiBase: string = isH5 ? '/api/v1' : (process.env.TARO_APP_API_BASE ?? '');

/** Origin of files that the API names by path; empty on H5, where paths resolve by themselves. */
export const apiOrigin: string = isH5 ? '' : apiBase.replace(/\/api\/v1\/?$/, '');
