import type { Answered, Exchange } from './transport';

/**
 * Sends by the browser's own request: Taro's brings a fetch of its own for browsers that we do not serve, a tenth of
 * the first page. @throws whatever it rejects with where no answer came in time
 */
export async function transport({ url, method, header, data, timeout }: Exchange): Promise<Answered> {
  const controller = typeof AbortController === 'function' ? new AbortController() : undefined;
  const timer = setTimeout(() => controller?.abort(), timeout);
  try {
    const answer = await fetch(url, {
      method,
      headers: header,
      ...(data === undefined ? {} : { body: JSON.stringify(data) }),
      ...(controller ? { signal: controller.signal } : {}),
    });
    return { status: answer.status, text: await answer.text() };
  } finally {
    clearTimeout(timer);
  }
}
