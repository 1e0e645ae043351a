import type { Lecture } from '@linkang/shared/api/lecture.routes';
import { bodyOf, outcomeOf } from '../support/answers';
import { buildCitizen, buildLectureBody, staffCaller, type Citizen } from '../support/clinic';
import { Caller } from '../support/http';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

let server: TestServer;
let anyone: Caller;

beforeAll(async () => {
  server = await startServer();
  anyone = new Caller(server.baseUrl);
});
afterEach(() => server.clock.set(TEST_NOW));
afterAll(() => server.stop());

const editor = (): Caller => staffCaller(server, ['editor']);
const announce = async (changes: Record<string, unknown>): Promise<string> => {
  const { id } = bodyOf(await editor().post<Lecture>('/lectures', buildLectureBody(changes)), 201);
  return bodyOf(await editor().post<Lecture>(`/lectures/${id}/publish`)).id;
};
const register = ({ caller, residentId }: Citizen, lectureId: string) =>
  caller.post(`/lectures/${lectureId}/registrations`, { residentId });

interface Page {
  items: Lecture[];
  nextCursor: string | null;
}

/** All pages of one lecture each, as a reader turns them; the number of pages beside it. */
async function turnPages(query: string): Promise<{ ids: string[]; pages: number }> {
  const ids: string[] = [];
  let cursor: string | null = '';
  let pages = 0;
  while (cursor !== null) {
    const page: Page = bodyOf(await anyone.get<Page>(`/lectures?limit=1&${query}${cursor ? `&cursor=${cursor}` : ''}`));
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
    pages += 1;
  }
  return { ids, pages };
}

describe('GET /lectures by a state that is derived', () => {
  it('gives open, full and ended ones apart, and turns pages without gaps or empty ones', async () => {
    const day = (date: string, capacity: number) => announce({ day: date, capacity });
    const early = await announce({ day: '2026-06-05', startTime: '09:00', endTime: '10:00', capacity: 9 });
    const full = [await day('2026-06-10', 1), await day('2026-06-12', 1)];
    const open = [await day('2026-06-11', 2), await day('2026-06-13', 2), await day('2026-06-14', 2)];
    const citizen = await buildCitizen(server);
    for (const id of full) expect(outcomeOf(await register(citizen, id))).toMatch(/^201/);

    server.clock.set('2026-06-05T04:00:00.000Z');
    expect(await turnPages('state=full')).toEqual({ ids: full, pages: 2 });
    expect(await turnPages('state=open')).toEqual({ ids: open, pages: 3 });
    expect(await turnPages('state=ended')).toEqual({ ids: [early], pages: 1 });

    server.clock.set('2026-06-30T04:00:00.000Z');
    const ended = [open[2], open[1], full[1], open[0], full[0], early];
    expect(await turnPages('state=ended')).toEqual({ ids: ended, pages: 6 });
    expect(await turnPages('state=open')).toEqual({ ids: [], pages: 1 });
  });
});

describe('a lecture that was full', () => {
  it('is closed at once when it is called off, though it was just seen full', async () => {
    const id = await announce({ day: '2026-06-20', capacity: 1 });
    const [first, second] = [await buildCitizen(server), await buildCitizen(server)];
    await register(first, id);
    expect(outcomeOf(await register(second, id))).toBe('409 BOOKING_SESSION_FULL');
    bodyOf(await editor().post(`/lectures/${id}/cancel`, { reason: '停电' }));
    expect(outcomeOf(await register(second, id))).toBe('409 BOOKING_SESSION_CLOSED');
  });
});
