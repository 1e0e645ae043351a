import { randomUUID } from 'node:crypto';
import { idNumber, inBatches, send } from './client.mjs';

const API = '/api/v1';

/** Signs up invented people, once a server. */
export async function signUpPeople(baseUrl, count) {
  const { body: consents } = await send(baseUrl, 'GET', `${API}/consents`);
  const agreed = consents.items.map(({ purpose, version }) => ({ purpose, version }));
  return inBatches(Array.from({ length: count }), 20, async (_, n) => {
    const code = `ok-bench-${n}`;
    const first = await send(baseUrl, 'POST', `${API}/auth/wechat`, { body: { code } });
    const resident = await send(baseUrl, 'POST', `${API}/residents`, {
      token: first.body.accessToken,
      key: randomUUID(),
      body: { name: '测试', idType: 'residentId', idNumber: idNumber(n), consents: agreed },
    });
    if (resident.status !== 201) throw new Error(`registration answered ${resident.status}`);
    const again = await send(baseUrl, 'POST', `${API}/auth/wechat`, { body: { code } });
    return { token: again.body.accessToken, residentId: resident.body.id };
  });
}

/** The token of a member of staff of the demo. */
export async function signInStaff(baseUrl, username) {
  const { body } = await send(baseUrl, 'POST', `${API}/auth/staff`, {
    body: { username, password: process.env.DEMO_PASSWORD || 'Linkang-demo-1' },
  });
  return body.accessToken;
}

/** The director's token. */
export const signInDirector = (baseUrl) => signInStaff(baseUrl, 'director');

/** A day from today on, in Shanghai. */
export const dayAhead = (days) => new Date(Date.now() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);

let nextDay = 20;
/** A day that no round has used, so that nobody has a booking there already. */
export const freshDay = () => dayAhead((nextDay += 1));

/** Opens sessions on a day. @returns their ids */
export function openSessions(baseUrl, token, day, count, capacity) {
  return inBatches(Array.from({ length: count }), 8, async () => {
    const { status, body } = await send(baseUrl, 'POST', `${API}/sessions`, {
      token,
      key: randomUUID(),
      body: { serviceCode: 'gp', day, startTime: '08:00', endTime: '11:30', capacity, place: '测试诊室' },
    });
    if (status !== 201) throw new Error(`opening a session answered ${status}`);
    return body.id;
  });
}

/** A booking request that was not sent yet. */
export const booking =
  (baseUrl, { token, residentId }, sessionId) =>
  () =>
    send(baseUrl, 'POST', `${API}/bookings`, { token, key: randomUUID(), body: { sessionId, residentId } });
