import { request } from 'node:http';
import type { Problem } from '@linkang/shared/errors';

/** What came back, byte for byte. */
export interface RawAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  /** The parsed body; empty when it is no JSON. */
  body: Partial<Problem> & Record<string, unknown>;
}

const parse = (text: string): RawAnswer['body'] => {
  try {
    return JSON.parse(text) as RawAnswer['body'];
  } catch {
    return {};
  }
};

/** Sends exactly these headers and these bytes, also such as no proper client would send. */
export const sendRaw = (
  url: string,
  options: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {},
): Promise<RawAnswer> =>
  new Promise((resolve, reject) => {
    const { method = 'GET', headers = {}, body } = options;
    const outgoing = request(url, { method, headers, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text, body: parse(text) });
        outgoing.destroy();
      });
    });
    outgoing.once('error', reject);
    outgoing.end(body);
  });
