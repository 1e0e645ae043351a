import { createDemoReports } from '@linkang/server/modules/physical';
import { deliverOwed } from '@linkang/server/modules/notice/notice.delivery';
import type { PhysicalReport, PhysicalRoutes } from '@linkang/shared/api/physical.routes';
import type { CallReply } from '@linkang/shared/api/route';
import mongoose from 'mongoose';
import { bodyOf, outcomeOf, sameBody } from '../support/answers';
import { readableOf } from '../support/at-rest';
import { auditRows, seeTrail } from '../support/audits';
import { buildCitizen, revealTo, staffCaller, type Citizen } from '../support/clinic';
import { Caller, type Answer } from '../support/http';
import { beginPhysical, enter, fillPhysical, fresh, summarise } from '../support/physicals';
import { buildProxy } from '../support/proxies';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

const MISSING = '665eaf2f9d2a4c0012345678';

let server: TestServer;
let person: Citizen;

beforeAll(async () => {
  server = await startServer({ limits: false });
});
beforeEach(async () => {
  server.clock.set(TEST_NOW);
  person = await buildCitizen(server, { name: '王建国', birthDay: '1956-05-20', sex: 'male' });
  await createDemoReports(
    server.deps,
    {
      ...{ residentId: person.residentId, birthDay: '1956-05-20', sex: 'male', known: ['HTN'] },
      ...{ teamId: null, releasedBy: 'doctor-1' },
    },
    '2026-06-02',
  );
});
afterAll(() => server.stop());

type List = CallReply<PhysicalRoutes['ofResident']>;

const idOf = (year: number): string => `demo-physical-${person.residentId}-${year}`;
const list = (caller: Caller, residentId = person.residentId): Promise<Answer<List>> =>
  caller.get<List>(`/residents/${residentId}/physicals`);
const read = (caller: Caller, id = idOf(2026)): Promise<Answer<PhysicalReport>> =>
  caller.get<PhysicalReport>(`/physicals/${id}/report`);

describe('a released report', () => {
  it('tells what is not normal first, with a sentence, what to do, and the years before', async () => {
    const items = bodyOf(await list(person.caller)).items;
    expect(items.map(({ year, counts }) => [year, counts.abnormal > 0])).toEqual([
      [2026, true],
      [2025, true],
      [2024, true],
    ]);
    const report = bodyOf(await read(person.caller));
    expect(report).toMatchObject({ name: '王建国', age: 70, year: 2026, version: 1, complete: true });
    const verdicts = report.items.map(({ verdict }) => verdict);
    const rank = verdicts.map((verdict) => ['critical', 'abnormal', 'normal', 'recorded'].indexOf(verdict));
    expect(rank).toEqual([...rank].sort((a, b) => a - b));
    const pressure = report.items.find(({ code }) => code === 'SBP_L');
    expect(pressure).toMatchObject({
      ...{ value: '146', unit: 'mmHg', verdict: 'abnormal', direction: 'high', reference: '90到140以下' },
      ...{ sentence: '左臂高压146，偏高，正常是90到140以下。', advice: '血压偏高，请换一天再量；平时吃淡些。' },
      earlier: [
        { day: '2025-06-02', value: '138', verdict: 'normal' },
        { day: '2024-06-02', value: '150', verdict: 'abnormal' },
      ],
    });
    expect(report.items.find(({ code }) => code === 'HB')).toMatchObject({ verdict: 'normal', advice: null });
    expect(report.selfCare).toMatchObject({ total: 0 });
    // The years before know nothing of the years after.
    const before = bodyOf(await read(person.caller, idOf(2025)));
    expect(before.items.find(({ code }) => code === 'SBP_L')?.earlier.map(({ day }) => day)).toEqual(['2024-06-02']);
  });

  it('costs three queries, whatever it says', async () => {
    const asked: string[] = [];
    mongoose.set('debug', (collection: string, method: string) => asked.push(`${collection}.${method}`));
    try {
      bodyOf(await read(person.caller));
    } finally {
      mongoose.set('debug', false);
    }
    expect(asked.sort()).toEqual(['physicalReleases.aggregate', 'residents.find', 'staffs.find']);
  });

  it('is read by relatives with the scope, and by staff with a ground', async () => {
    const [booker, reader, stranger] = [
      await buildCitizen(server),
      await buildCitizen(server),
      await buildCitizen(server),
    ];
    await buildProxy(server, booker, person, { scopes: ['book', 'record'] });
    await buildProxy(server, reader, person, { scopes: ['report'] });
    for (const send of [read, list]) {
      expect(outcomeOf(await send(new Caller(server.baseUrl)))).toBe('401 AUTH_REQUIRED');
      expect(outcomeOf(await send(booker.caller))).toBe('403 PROXY_SCOPE_MISSING');
      expect(outcomeOf(await send(reader.caller))).toBe('200');
      expect(outcomeOf(await send(staffCaller(server, ['desk'])))).toBe('403 FORBIDDEN');
      expect(outcomeOf(await send(staffCaller(server, ['doctor'])))).toBe('403 ACCESS_LIMITED');
      expect(sameBody(await send(stranger.caller))).toEqual(sameBody(await send(stranger.caller, MISSING)));
      expect(outcomeOf(await send(stranger.caller))).toBe('404 NOT_FOUND');
      expect(outcomeOf(await send(person.caller, 'ä'))).toBe('400 VALIDATION_FAILED');
    }
    const nurse = staffCaller(server, ['nurse'], 'nurse-7');
    await revealTo(nurse, person.residentId);
    bodyOf(await read(nurse));
    const kept = await auditRows(server).distinct('action', { residentId: person.residentId, staffId: 'nurse-7' });
    expect(kept).toContain('physical.report');
    expect((await seeTrail(person)).items.map(({ action }) => action)).toContain('physical.report');
  });
});

describe('the release', () => {
  it('tells the person that the report is there, and makes what follows', async () => {
    const { citizen, physical } = await beginPhysical(server);
    const doctor = staffCaller(server, ['doctor'], 'doctor-3');
    const nurse = staffCaller(server, ['nurse']);
    await fillPhysical(server, physical.id, ['SBP_L', 'DBP_L', 'FPG']);
    const entered = bodyOf(
      await enter(nurse, physical.id, [fresh('SBP_L', 162), fresh('DBP_L', 96), fresh('FPG', 5.2)]),
    );
    expect(outcomeOf(await read(citizen.caller, physical.id))).toBe('404 NOT_FOUND');
    const reviewed = await summarise(doctor, entered);
    bodyOf(await doctor.post(`/physicals/${physical.id}/release`, { rev: reviewed.rev }));
    const tasks = await server.deps.connection
      .collection('tasks')
      .find({ residentId: citizen.residentId, kind: 'recheck' })
      .toArray();
    expect(tasks.map(({ subject, dueDay }) => [subject, dueDay])).toEqual([['bloodPressure', '2026-06-18']]);
    await deliverOwed(server.deps);
    // Not at night, and not with a word of what it says.
    server.clock.advanceMinutes(24 * 60);
    await deliverOwed(server.deps);
    const { items } = bodyOf(
      await citizen.caller.get<{ items: { title: string; body: string; opens: string; targetId: string }[] }>(
        '/notices',
      ),
    );
    const told = items.filter(({ opens }) => opens === 'physical');
    expect(told).toMatchObject([{ title: '体检报告出来了', targetId: physical.id }]);
    expect(readableOf(told)).not.toMatch(/162|96|血压/);
    expect(bodyOf(await read(citizen.caller, physical.id)).summary).toBe('总体不错。');
  });

  it('closes what a corrected report does not ask for any more', async () => {
    const { citizen, physical } = await beginPhysical(server);
    const doctor = staffCaller(server, ['doctor'], 'doctor-3');
    const nurse = staffCaller(server, ['nurse']);
    await fillPhysical(server, physical.id, ['SBP_L']);
    const reviewed = await summarise(doctor, bodyOf(await enter(nurse, physical.id, [fresh('SBP_L', 162)])));
    const released = bodyOf(
      await doctor.post<{ rev: number }>(`/physicals/${physical.id}/release`, { rev: reviewed.rev }),
    );
    const director = staffCaller(server, ['director', 'doctor']);
    bodyOf(await director.post(`/physicals/${physical.id}/reopen`, { rev: released.rev, reason: '血压记错了' }));
    const entry = { code: 'SBP_L', rev: 1, value: 126 };
    const again = await summarise(doctor, bodyOf(await enter(nurse, physical.id, [entry])));
    bodyOf(await doctor.post(`/physicals/${physical.id}/release`, { rev: again.rev }));
    const [recheck] = await server.deps.connection
      .collection('tasks')
      .find({ residentId: citizen.residentId, kind: 'recheck' })
      .toArray();
    expect(recheck).toMatchObject({ subject: 'bloodPressure', status: 'declined', settledBy: 'doctor-3' });
    expect(bodyOf(await read(citizen.caller, physical.id))).toMatchObject({ version: 2 });
    expect(bodyOf(await list(citizen.caller, citizen.residentId)).items).toHaveLength(1);
  });
});
