// R13: a building's day for many people in one run, against nothing but writing as many rows with one insertMany.
import { randomUUID } from 'node:crypto';
import { MongoClient } from 'mongodb';
import { send } from './client.mjs';
import { freshDay, openSessions } from './people.mjs';
import { interleave, report } from './rounds.mjs';

const API = '/api/v1';
const SESSIONS = 2;
const POLL_MS = 50;

/** Books everybody and waits until the run is done. @returns the milliseconds */
async function bookAll(baseUrl, token, sessionIds, residentIds) {
  const startedMs = performance.now();
  const body = { sessionIds, residentIds };
  let answer = await send(baseUrl, 'POST', `${API}/bookings/bulk/runs`, { token, key: randomUUID(), body });
  if (answer.status !== 201) throw new Error(`a run answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  while (answer.body.state === 'running') {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    answer = await send(baseUrl, 'GET', `${API}/bookings/bulk/runs/${answer.body.id}`, { token });
  }
  const ms = performance.now() - startedMs;
  if (answer.body.booked !== residentIds.length) throw new Error(`${answer.body.booked} were booked`);
  return ms;
}

/** 500 people over two sessions. */
export async function bulkRun({ baseUrl, mongoUri, people, token }) {
  const residentIds = people.slice(1).map(({ residentId }) => residentId);
  const client = await MongoClient.connect(mongoUri('bare'), { writeConcern: { w: 'majority' } });
  try {
    const rows = client.db().collection('bulkRows');
    const bareRound = async () => {
      const day = freshDay();
      const documents = residentIds.map((residentId, n) => ({
        _id: `${day}:${n}`,
        residentId,
        day,
        keys: [`D:${residentId}:${day}`, `N:${residentId}:${day}:1`, `H:${residentId}:${day}T08:00`],
      }));
      const startedMs = performance.now();
      await rows.insertMany(documents, { ordered: false });
      return performance.now() - startedMs;
    };
    const ourRound = async () => {
      const capacity = Math.ceil(residentIds.length / SESSIONS);
      const ids = await openSessions(baseUrl, token, freshDay(), SESSIONS, capacity);
      return bookAll(baseUrl, token, ids, residentIds);
    };
    const { lefts: ours, rights: bare } = await interleave(ourRound, bareRound);
    const seconds = Number((Math.max(...ours) / 1000).toFixed(2));
    report({
      name: 'R13-bulk',
      goal: 'seconds < 5',
      ours,
      bare,
      ratioOf: (ms, bareMs) => bareMs / ms,
      more: { people: residentIds.length, seconds },
    });
  } finally {
    await client.close();
  }
}
