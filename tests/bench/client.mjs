import http from 'node:http';

/** Connections kept open, as a proxy in front of the server would. */
const agent = new http.Agent({ keepAlive: true, maxSockets: 500, scheduling: 'fifo' });

/** Sends one request. @returns status and parsed body */
export function send(baseUrl, method, path, { token, body, key } = {}) {
  return new Promise((resolve, reject) => {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const request = http.request(
      `${baseUrl}${path}`,
      {
        method,
        agent,
        headers: {
          ...(token ? { authorization: `Bearer ${token}` } : {}),
          ...(key ? { 'idempotency-key': key } : {}),
          ...(text ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) } : {}),
        },
      },
      (response) => {
        let answer = '';
        response.setEncoding('utf8');
        response.on('data', (chunk) => (answer += chunk));
        response.on('end', () => {
          try {
            resolve({ status: response.statusCode, body: answer ? JSON.parse(answer) : undefined });
          } catch (error) {
            reject(error);
          }
        });
      },
    );
    request.on('error', reject);
    request.end(text);
  });
}

/** Runs tasks with a bound on how many run at once. */
export async function inBatches(items, width, work) {
  const results = new Array(items.length);
  let next = 0;
  await Promise.all(
    Array.from({ length: width }, async () => {
      while (next < items.length) {
        const i = next;
        next += 1;
        results[i] = await work(items[i], i);
      }
    }),
  );
  return results;
}

/** Milliseconds until all requests that start together are answered. */
export async function timeAll(requests) {
  const startedMs = performance.now();
  const answers = await Promise.all(requests.map((request) => request()));
  return { ms: performance.now() - startedMs, answers };
}

/** The middle value. */
export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** A valid synthetic ID number for the n-th person of a load test. */
export function idNumber(n, birthDay = '19700101') {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const day = String(1 + (Math.floor(n / 999) % 28)).padStart(2, '0');
  const head = `110101${birthDay.slice(0, 6)}${day}${String(1 + (n % 999)).padStart(3, '0')}`;
  const sum = weights.reduce((total, weight, i) => total + weight * Number(head[i]), 0);
  return `${head}${'10X98765432'[sum % 11]}`;
}
