import { createCommunities } from '@linkang/server/modules/centre';
import { signInStaff } from '../support/builders';
import { Caller } from '../support/http';
import { startServer, TEST_NOW, type TestServer } from '../support/server';

let server: TestServer;
let anyone: Caller;

beforeAll(async () => {
  server = await startServer();
  anyone = new Caller(server.baseUrl);
});
afterAll(() => server.stop());

describe('GET /centre', () => {
  it('names the centre and the time without a sign-in, and is no demo by itself', async () => {
    const { status, body } = await anyone.get('/centre');
    expect(status).toBe(200);
    // What the centre counts with is nobody's to read here.
    const { areaCode: _area, population: _population, level: _level, ...shown } = server.deps.config.centre;
    expect(body).toEqual({
      ...shown,
      release: { daysAhead: 14, time: '07:00' },
      demo: false,
      serverTime: TEST_NOW,
    });
  });

  it('says that it is a demo as soon as a demo account is here, but never in production', async () => {
    await signInStaff(server, ['desk'], { demo: true });
    expect((await anyone.get('/centre')).body.demo).toBe(true);
    server.deps.env.mode = 'production';
    try {
      expect((await anyone.get('/centre')).body.demo).toBe(false);
    } finally {
      server.deps.env.mode = 'test';
    }
  });
});

describe('GET /communities', () => {
  it('lists them in the order of their making, each name once', async () => {
    expect((await anyone.get('/communities')).body).toEqual({ items: [] });
    await createCommunities([
      { name: '青禾里', teamId: 'team-1' },
      { name: '安和苑', teamId: null },
    ]);
    await createCommunities([
      { name: '青禾里', teamId: 'team-2' },
      { name: '安和苑', teamId: null },
    ]);
    const { status, body } = await anyone.get('/communities');
    expect(status).toBe(200);
    expect(body).toEqual({
      items: [
        { id: expect.any(String), name: '青禾里', teamId: 'team-1', order: 0, rev: 0 },
        { id: expect.any(String), name: '安和苑', teamId: null, order: 1, rev: 0 },
      ],
    });
  });
});

describe('GET /services', () => {
  it('lists every service of the configuration with its code as id', async () => {
    const { status, body } = await anyone.get<{ items: Record<string, unknown>[] }>('/services');
    expect(status).toBe(200);
    expect(body.items.map((item) => item.id)).toEqual(server.deps.config.services.map((service) => service.code));
    expect(body.items.find((item) => item.code === 'senior-physical')).toMatchObject({
      id: 'senior-physical',
      onlineBooking: true,
      rules: { cancelMinutesBefore: null, cancelDayBeforeTime: '17:00', minAge: 65, oncePerYear: true },
    });
    expect(body.items.find((item) => item.code === 'vaccination')?.onlineBooking).toBe(false);
  });

  it('answers a broken token with AUTH_EXPIRED also where none is needed', async () => {
    const { status, body } = await anyone.as('broken').get('/services');
    expect([status, body.code]).toEqual([401, 'AUTH_EXPIRED']);
  });

  it('takes no other method', async () => {
    const { status, body } = await anyone.put('/services', {});
    expect([status, body.code]).toEqual([405, 'METHOD_NOT_ALLOWED']);
  });
});
