// How long 200 people of a suspended day wait until each has an offer or stands on the desk's phone list.
import { setTimeout as sleep } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import { median, send, timeAll } from './client.mjs';
import { booking, freshDay, openSessions } from './people.mjs';

const PEOPLE = 200;
const ROUNDS = 3;
const GIVE_UP_MS = 120_000;

/** Seconds from the request to call the day off until nobody is without word. */
export async function suspension({ baseUrl, mongoUri, people, token }) {
  const client = await MongoClient.connect(mongoUri('linkang'));
  const seats = client.db('linkang').collection('seats');
  const seconds = [];
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      const [sessionId] = await openSessions(baseUrl, token, freshDay(), 1, PEOPLE);
      // Seats for a half of them: the others are for the telephone.
      await openSessions(baseUrl, token, freshDay(), 1, PEOPLE / 2);
      await timeAll(people.slice(0, PEOPLE).map((person) => booking(baseUrl, person, sessionId)));
      const startedMs = performance.now();
      const suspended = send(baseUrl, 'POST', `/api/v1/sessions/${sessionId}/suspend`, {
        token,
        body: { reason: '停电' },
        key: sessionId,
      });
      const told = { sessionId, offer: { $in: ['made', 'phone'] } };
      while ((await seats.countDocuments(told)) < PEOPLE) {
        if (performance.now() - startedMs > GIVE_UP_MS) throw new Error('somebody is left without word');
        await sleep(20);
      }
      seconds.push(Number(((performance.now() - startedMs) / 1000).toFixed(2)));
      const { status } = await suspended;
      if (status !== 200) throw new Error(`the suspension answered ${status}`);
    }
  } finally {
    await client.close();
  }
  const line = { name: 'suspension of a day of 200 people', seconds: median(seconds), goal: '< 10', rounds: seconds };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
