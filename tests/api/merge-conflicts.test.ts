import type { Booking } from '@linkang/shared/api/booking.routes';
import type { Card } from '@linkang/shared/api/card.routes';
import type { Merge, MergeRoutes } from '@linkang/shared/api/merge.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { bodyOf, countOutcomes, outcomeOf } from '../support/answers';
import { book, buildCitizen, cancel, openSession, revealTo, staffCaller, type Citizen } from '../support/clinic';
import { buildTeam, signed, teamStaff } from '../support/contracts';
import { Caller } from '../support/http';
import { askMerge, bookAtDesk, buildDeskRecord, finishMerges, runMerges } from '../support/merges';
import { buildProxy } from '../support/proxies';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

let server: TestServer;
let keeper: Caller;

beforeAll(async () => {
  server = await startServer({ limits: false });
});
beforeEach(() => {
  server.clock.set(TEST_NOW);
  keeper = staffCaller(server, ['publicHealth', 'director']);
});
afterAll(() => server.stop());

const rows = (name: string) => server.deps.connection.collection<Record<string, unknown> & { _id: string }>(name);
const mergeOf = (stay: Citizen, away: Citizen, changes: Record<string, unknown> = {}, key?: string) =>
  askMerge(keeper, stay.residentId, away.residentId, changes, key);
const obstaclesOf = async (stay: Citizen, away: Citizen): Promise<string[]> => {
  const at = `/merges/comparison?stayId=${stay.residentId}&awayId=${away.residentId}`;
  const { obstacles } = bodyOf(await keeper.get<CallReply<MergeRoutes['compare']>>(at));
  return obstacles.map(({ cause, about }) => `${cause} ${about}`.trim());
};
const seatsOf = (citizen: Citizen) => rows('seats').find({ residentId: citizen.residentId }).toArray();
/** Everything that is kept under a record that nobody has any more. */
async function leftOf(away: Citizen): Promise<string[]> {
  const kept = ['seats', 'contracts', 'waitlist', 'proxies', 'notices', 'calls', 'cards', 'bulkOutcomes', 'closures'];
  const counts = await Promise.all(kept.map((name) => rows(name).countDocuments({ residentId: away.residentId })));
  return kept.filter((_, index) => counts[index]);
}

describe('what is in the way', () => {
  it('is two open contracts, until the director ends one', async () => {
    const teamId = (await buildTeam({ name: '青禾团队' }))._id;
    const [stay, away] = [await buildCitizen(server), await buildCitizen(server)];
    const contracts = [await signed(stay, teamId), await signed(away, teamId)];
    const doctor = teamStaff(server, ['doctor'], [teamId], 'doctor-merge');
    for (const { id } of contracts) bodyOf(await doctor.post(`/contracts/${id}/approve`));
    expect(await obstaclesOf(stay, away)).toEqual(['contract 青禾团队']);
    const refused = await mergeOf(stay, away);
    expect(outcomeOf(refused)).toBe('409 MERGE_BLOCKED');
    expect(refused.body).toMatchObject({ conflict: { obstacles: [{ cause: 'contract', about: '青禾团队' }] } });
    expect(await rows('merges').countDocuments({ awayId: away.residentId })).toBe(0);

    const end = (caller: Caller, body: object = { reason: '重复签约' }) =>
      caller.post<{ status: string }>(`/contracts/${contracts[1]?.id}/end`, body);
    expect(outcomeOf(await end(new Caller(server.baseUrl)))).toBe('401 AUTH_REQUIRED');
    expect(outcomeOf(await end(doctor))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await end(keeper, { reason: '' }))).toBe('400 VALIDATION_FAILED');
    expect(outcomeOf(await keeper.post('/contracts/665eaf2f9d2a4c0012345678/end', { reason: '重复' }))).toBe(
      '404 NOT_FOUND',
    );
    expect(countOutcomes(await Promise.all([end(keeper), end(keeper)]))).toEqual({ '200': 1, '409 STATE_CONFLICT': 1 });
    expect(await obstaclesOf(stay, away)).toEqual([]);
    bodyOf(await mergeOf(stay, away), 201);
    const kept = await rows('contracts').find({ residentId: stay.residentId }).toArray();
    expect(kept.map(({ status }) => status).sort()).toEqual(['active', 'terminated']);
  });

  it('is a booking that one person could not have, told by the one that can be given up', async () => {
    const [stay, away] = [await buildCitizen(server), await buildDeskRecord(server)];
    const session = await openSession(server, { day: '2026-06-10' });
    const mine = bodyOf(await book(stay, session.id), 201);
    await bookAtDesk(server, away, session.id);
    expect(await obstaclesOf(stay, away)).toEqual([expect.stringMatching(/^booking .*6月10日/)]);
    expect(outcomeOf(await mergeOf(stay, away))).toBe('409 MERGE_BLOCKED');
    bodyOf(await cancel(stay, mine.id));
    bodyOf(await mergeOf(stay, away), 201);
    // Cancelled and coming, both under the record that stays, with keys of its own.
    const seats = await seatsOf(stay);
    expect(seats.map(({ status }) => status).sort()).toEqual(['booked', 'cancelled']);
    const keys = seats.flatMap((seat) => (seat['keys'] as string[] | undefined) ?? []);
    expect(keys.length).toBeGreaterThan(2);
    expect(keys.every((key) => key.includes(`:${stay.residentId}:`))).toBe(true);
  });

  it('is not what is over: two visits of one day stay beside one another', async () => {
    const [stay, away] = [await buildCitizen(server), await buildDeskRecord(server)];
    const early = await openSession(server, { day: '2026-06-11', startTime: '08:00', endTime: '09:00' });
    const late = await openSession(server, { day: '2026-06-11', startTime: '15:00', endTime: '16:00' });
    const seats = [bodyOf(await book(stay, early.id), 201), await bookAtDesk(server, away, late.id)];
    await rows('seats').updateMany({ _id: { $in: seats.map(({ id }) => id) } }, { $set: { status: 'done' } });
    expect(await obstaclesOf(stay, away)).toEqual([]);
    bodyOf(await mergeOf(stay, away), 201);
    expect((await seatsOf(stay)).map(({ status }) => status)).toEqual(['done', 'done']);
  });

  it('is a place on the same waiting list', async () => {
    const [stay, away] = [await buildCitizen(server), await buildCitizen(server)];
    const session = await openSession(server, { day: '2026-06-12', capacity: 1 });
    bodyOf(await book(await buildCitizen(server), session.id), 201);
    const join = ({ caller, residentId }: Citizen) =>
      caller.post<{ id: string }>('/waitlist', { sessionId: session.id, residentId });
    bodyOf(await join(stay), 201);
    const { id } = bodyOf(await join(away), 201);
    expect(await obstaclesOf(stay, away)).toEqual([expect.stringMatching(/^waitlist .*2026-06-12/)]);
    bodyOf(await away.caller.post(`/waitlist/${id}/leave`));
    bodyOf(await mergeOf(stay, away), 201);
    expect(await rows('waitlist').countDocuments({ residentId: stay.residentId })).toBe(2);
  });

  it('is a relative who acts for both, or the person who acts for herself', async () => {
    const [stay, away] = [await buildCitizen(server), await buildCitizen(server)];
    const daughter = await buildCitizen(server, { name: '陈晓岚', birthDay: '1980-02-03' });
    await buildProxy(server, daughter, stay, { scopes: ['book'] });
    const second = await buildProxy(server, daughter, away, { scopes: ['book', 'record'] });
    expect(await obstaclesOf(stay, away)).toEqual(['proxy 陈*岚']);
    bodyOf(await away.caller.post(`/proxies/${second.id}/revoke`));
    const self = await buildProxy(server, stay, away);
    expect(await obstaclesOf(stay, away)).toEqual([expect.stringMatching(/^proxy /)]);
    bodyOf(await away.caller.post(`/proxies/${self.id}/revoke`));
    expect(await obstaclesOf(stay, away)).toEqual([]);
  });

  it('is an account that is being closed, and a consent that was taken back', async () => {
    const [stay, away] = [await buildCitizen(server), await buildCitizen(server)];
    bodyOf(await away.caller.post(`/residents/${away.residentId}/closure`, { agreed: true }), 201);
    expect(await obstaclesOf(stay, away)).toEqual(['closure']);
    const [first, second] = [await buildCitizen(server), await buildCitizen(server)];
    const text = server.deps.config.consents.find(({ required }) => required);
    const answer = { purpose: text?.purpose, version: text?.version, agreed: false };
    bodyOf(await second.caller.post(`/residents/${second.residentId}/consents`, answer));
    expect(await obstaclesOf(first, second)).toEqual(['consent']);
  });
});

describe('accounts and relatives', () => {
  it('gives the account of the record that goes away to the one that stays', async () => {
    const [stay, away] = [
      await buildDeskRecord(server, { name: '赵德福' }),
      await buildCitizen(server, { name: '赵德福' }),
    ];
    const son = await buildCitizen(server, { name: '赵小军', birthDay: '1980-02-03' });
    await buildProxy(server, son, away, { scopes: ['book'] });
    bodyOf(await mergeOf(stay, away), 201);
    await finishMerges(server);
    expect(await rows('residents').findOne({ _id: stay.residentId })).toMatchObject({
      accountId: away.accountId,
      formerIds: [away.residentId],
    });
    expect(outcomeOf(await away.caller.get(`/residents/${stay.residentId}`))).toBe('404 NOT_FOUND');
    const anew = { ...away, residentId: stay.residentId };
    const token = server.deps.tokens.signAccess({
      kind: 'resident',
      accountId: away.accountId,
      signInId: 'anew',
      ownResidentId: anew.residentId,
    });
    bodyOf(await new Caller(server.baseUrl, token).get(`/residents/${stay.residentId}`));
    bodyOf(await son.caller.get(`/bookings?residentId=${stay.residentId}`));
    expect(outcomeOf(await son.caller.get(`/bookings?residentId=${away.residentId}`))).toBe('404 NOT_FOUND');
    expect(await leftOf(away)).toEqual([]);
  });

  it.each(['stay', 'away'] as const)(
    'of two accounts keeps the one of the %s side, with whom it acts for',
    async (account) => {
      const [stay, away] = [await buildCitizen(server), await buildCitizen(server)];
      const [mother, father] = [await buildCitizen(server), await buildCitizen(server, { sex: 'male' })];
      await buildProxy(server, stay, mother);
      await buildProxy(server, away, father);
      bodyOf(await mergeOf(stay, away, { account }), 201);
      await finishMerges(server);
      const kept = account === 'stay' ? stay : away;
      expect(await rows('residents').findOne({ _id: stay.residentId })).toMatchObject({ accountId: kept.accountId });
      const grants = await rows('proxies').find({ accountId: kept.accountId, open: true }).toArray();
      expect(grants.map(({ residentId }) => residentId).sort()).toEqual([mother.residentId, father.residentId].sort());
      expect(grants.every(({ relativeResidentId }) => relativeResidentId === stay.residentId)).toBe(true);
      expect(new Set(grants.map(({ slot }) => slot)).size).toBe(2);
    },
  );

  it('leaves one paper card that works', async () => {
    const [stay, away] = [await buildCitizen(server), await buildDeskRecord(server)];
    const desk = staffCaller(server, ['desk']);
    for (const { residentId } of [stay, away]) {
      await revealTo(desk, residentId);
      bodyOf(await desk.post<Card>('/cards', { residentId }), 201);
    }
    bodyOf(await mergeOf(stay, away), 201);
    const cards = await rows('cards').find({ residentId: stay.residentId }).toArray();
    expect(cards.map(({ validFor }) => validFor ?? null).sort()).toEqual([stay.residentId, null].sort());
  });
});

describe('at once', () => {
  it('is one merge, whoever asks and in whatever direction', async () => {
    const [stay, away, third] = [await buildCitizen(server), await buildCitizen(server), await buildCitizen(server)];
    const same = await Promise.all(Array.from({ length: 10 }, () => mergeOf(stay, away, {}, 'same')));
    expect(new Set(same.map((answer) => bodyOf(answer, 201).id)).size).toBe(1);
    expect(outcomeOf(await mergeOf(stay, away, { reason: '别的原因' }, 'same'))).toBe('422 IDEMPOTENCY_MISMATCH');
    const [a, b] = [await buildCitizen(server), await buildCitizen(server)];
    const raced = await Promise.all([
      mergeOf(a, b),
      mergeOf(b, a),
      mergeOf(a, b),
      mergeOf(third, a),
      mergeOf(b, third),
    ]);
    const won = raced.filter(({ status }) => status === 201);
    expect(won).toHaveLength(1);
    for (const answer of raced) expect(outcomeOf(answer)).toMatch(/^201|409 STATE_CONFLICT|404 NOT_FOUND/);
  });

  it('decides of a booking that is made meanwhile, and goes on when staff have solved it', async () => {
    for (let round = 0; round < 3; round += 1) {
      server.clock.set(TEST_NOW);
      const [stay, away] = [await buildCitizen(server), await buildCitizen(server)];
      const session = await openSession(server, { day: `2026-06-1${round + 5}`, capacity: 9 });
      const [answer, ...booked] = await Promise.all([
        mergeOf(stay, away),
        book(stay, session.id),
        book(away, session.id),
        book(away, session.id),
      ]);
      expect(outcomeOf(answer)).toMatch(/^201|409 MERGE_BLOCKED/);
      if (answer.status !== 201) continue;
      await finishMerges(server);
      const taken = await seatsOf(away);
      if (taken.length) {
        const open = await rows('merges').findOne({ _id: (answer.body as Merge).id });
        expect(open).toMatchObject({ status: 'running', left: [{ cause: 'booking' }] });
        const mine = (booked[0] as { body: Booking }).body.id;
        bodyOf(await cancel(stay, mine));
        server.clock.advanceMinutes(2);
        await runMerges(server);
      }
      expect(await leftOf(away)).toEqual([]);
      expect(await rows('merges').findOne({ _id: (answer.body as Merge).id })).toMatchObject({ status: 'done' });
    }
  });
});
