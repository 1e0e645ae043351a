import { outcomeOf } from '../support/answers';
import { anyPhone, askCode, forgetLimits } from '../support/phone-codes';
import { startServer, type TestServer } from '../support/server';

/* A server behind one proxy that it believes, as nginx is in front of a centre's. */

let server: TestServer;

beforeAll(async () => {
  server = await startServer({ sms: true, now: new Date().toISOString(), env: { TRUST_PROXY: '1' } });
});
beforeEach(() => forgetLimits(server));
afterAll(() => server.stop());

/** The proxy appends whom it saw; whatever stands before it, the caller wrote. */
const askFrom = async (address: string, written: string): Promise<string> =>
  outcomeOf(await askCode(server, anyPhone(), { 'X-Forwarded-For': `${written}, ${address}` }));

const MANY = Array.from({ length: 30 }, (_, i) => i + 1);

it('counts the address that the proxy saw, whatever the caller wrote before it', async () => {
  for (const i of MANY) expect(await askFrom('192.0.2.7', `203.0.113.${i}`)).toBe('200');
  expect(await askFrom('192.0.2.7', '203.0.113.99')).toBe('429 RATE_LIMITED');
  expect(await askFrom('192.0.2.8', '203.0.113.99')).toBe('200');
});

it('counts a subscriber’s whole network as one', async () => {
  for (const i of MANY) expect(await askFrom(`2001:db8:1:2::${i}`, '203.0.113.1')).toBe('200');
  expect(await askFrom('2001:db8:1:2:ffff::1', '203.0.113.1')).toBe('429 RATE_LIMITED');
  expect(await askFrom('2001:db8:1:3::1', '203.0.113.1')).toBe('200');
});
