import { makeGate } from '@linkang/server/modules/booking/booking.gate';
import { AppError } from '@linkang/shared/errors';

const never = (): Promise<never> => new Promise(() => undefined);
const outcomeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.catch((error: unknown) => (error instanceof AppError ? [error.code, error.details.retryAfterSeconds] : error));

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test('what has no answer in time is told to come back, and goes on', async () => {
  const gate = makeGate(2, 10);
  let finish = (): void => undefined;
  let done = false;
  const slow = gate.run(async () => {
    await new Promise<void>((resolve) => (finish = resolve));
    done = true;
  });
  const told = outcomeOf(slow);
  await jest.advanceTimersByTimeAsync(4499);
  expect(await outcomeOf(gate.run(() => Promise.resolve('quick')))).toBe('quick');
  await jest.advanceTimersByTimeAsync(1);
  expect(await told).toEqual(['BUSY', 1]);
  finish();
  await jest.advanceTimersByTimeAsync(0);
  expect(done).toBe(true);
  expect(await outcomeOf(gate.run(() => Promise.reject(new Error('own'))))).toEqual(new Error('own'));
});

test('what waited too long is not begun any more, and one too many does not even wait', async () => {
  const gate = makeGate(1, 2);
  let free = (): void => undefined;
  const first = outcomeOf(gate.run(() => new Promise<void>((resolve) => (free = resolve))));
  const begun: string[] = [];
  const second = outcomeOf(gate.run(() => Promise.resolve(begun.push('second'))));
  await jest.advanceTimersByTimeAsync(3000);
  const third = outcomeOf(gate.run(() => Promise.resolve(begun.push('third'))));
  expect(await outcomeOf(gate.run(never))).toEqual(['BUSY', 2]);
  await jest.advanceTimersByTimeAsync(1500);
  expect([await first, await second]).toEqual([
    ['BUSY', 1],
    ['BUSY', 1],
  ]);
  free();
  expect(await third).toBe(1);
  expect(begun).toEqual(['third']);
});
