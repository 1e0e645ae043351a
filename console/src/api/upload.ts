import { articlePaths } from '@linkang/shared/api/article.paths';
import type { ArticleRoutes } from '@linkang/shared/api/article.routes';
import { filePaths } from '@linkang/shared/api/file.paths';
import { importPaths } from '@linkang/shared/api/import.paths';
import type { ImportRun } from '@linkang/shared/api/import.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { proxyPaths } from '@linkang/shared/api/proxy.paths';
import type { Proxy } from '@linkang/shared/api/proxy.routes';
import type { Picture } from '@linkang/shared/api/file.routes';
import { ApiError, apiErrorOf, networkError } from './api-error';
import { withToken } from './send';

const TIMEOUT_MS = 120_000;
const MAX_BYTES = 8 * 1024 * 1024;
const TYPES = ['image/jpeg', 'image/png', 'image/webp'];

/** For the `accept` of a file field. */
export const PICTURE_TYPES = TYPES.join(',');

/** Told how much of the file has gone, from 0 to 100. */
export type OnProgress = (percent: number) => void;

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
};

interface Target {
  method: 'post' | 'put';
  path: string;
  /** For what creates something. */
  key?: string;
}

/** `fetch` does not tell how far an upload is. */
const exchange = <R>(file: File, to: Target, accessToken: string | null, onProgress: OnProgress): Promise<R> =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(to.method.toUpperCase(), `/api/v1${to.path}`);
    request.timeout = TIMEOUT_MS;
    request.setRequestHeader('Content-Type', file.type);
    if (to.key !== undefined) request.setRequestHeader('Idempotency-Key', to.key);
    if (accessToken) request.setRequestHeader('Authorization', `Bearer ${accessToken}`);
    request.upload.onprogress = ({ loaded, total }) => onProgress(Math.floor((loaded / Math.max(total, 1)) * 100));
    request.onload = () => {
      const body = parse(request.responseText);
      if (request.status === 200 || request.status === 201) resolve(body as R);
      else reject(apiErrorOf(body));
    };
    request.onerror = () => reject(networkError());
    request.ontimeout = () => reject(networkError());
    request.send(file);
  });

/** What is seen to be wrong with a file before it is sent, or null; the server looks into it. */
export function pictureFault({ type, size }: File): string | null {
  if (!TYPES.includes(type)) return '只能用 JPG、PNG 或 WebP 图片，请换一个文件。';
  return size > MAX_BYTES ? '图片太大，最大 8 MB，请缩小后再上传。' : null;
}

/** @throws ApiError */
function send<R>(file: File, to: Target, onProgress: OnProgress): Promise<R> {
  const fault = pictureFault(file);
  if (fault) return Promise.reject(new ApiError('UNSUPPORTED_MEDIA_TYPE', '不能上传', fault));
  return withToken((accessToken) => exchange<R>(file, to, accessToken, onProgress));
}

/**
 * Uploads a picture.
 * @param key kept over retries of the same file
 * @throws ApiError
 */
export const uploadPicture = (file: File, key: string, onProgress: OnProgress): Promise<Picture> =>
  send(file, { ...filePaths.create, key }, onProgress);

/** Uploads the photo of a signed paper, in the place of the one before. @throws ApiError */
export function uploadPaper(proxyId: string, file: File, onProgress: OnProgress): Promise<Proxy> {
  const { method, path } = proxyPaths.putPaper;
  return send(file, { method, path: path.replace(':id', encodeURIComponent(proxyId)) }, onProgress);
}

/**
 * Uploads a sheet of health records. What it is the server finds out: systems name tables as they like.
 * @param key kept over retries of the same file
 * @throws ApiError
 */
export const uploadSheet = (file: File, key: string, onProgress: OnProgress): Promise<ImportRun> => {
  const bytes = new File([file], '', { type: 'application/octet-stream' });
  return withToken((accessToken) => exchange(bytes, { ...importPaths.create, key }, accessToken, onProgress));
};

const MAX_DOCUMENT_BYTES = 20 * 1024 * 1024;

/**
 * Uploads a Word document. What it is the server finds out: systems name documents as they like.
 * @param key kept over retries of the same file
 * @throws ApiError
 */
export const uploadDocument = (file: File, key: string): Promise<CallReply<ArticleRoutes['readDocument']>> => {
  if (file.size > MAX_DOCUMENT_BYTES)
    return Promise.reject(
      new ApiError('PAYLOAD_TOO_LARGE', '文件太大', '文档太大，最大 20 MB，请把图片压缩后再上传。'),
    );
  const bytes = new File([file], '', { type: 'application/octet-stream' });
  return withToken((accessToken) =>
    exchange(bytes, { ...articlePaths.readDocument, key }, accessToken, () => undefined),
  );
};
