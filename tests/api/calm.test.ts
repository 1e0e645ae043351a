import { setTimeout as sleep } from 'node:timers/promises';
import { whenCalm } from '@linkang/server/platform/calm';

/** Computes without a pause to speak of. */
async function computeFor(ms: number): Promise<void> {
  const untilMs = performance.now() + ms;
  while (performance.now() < untilMs) {
    const pieceMs = performance.now() + 50;
    while (performance.now() < pieceMs);
    await new Promise(setImmediate);
  }
}

const startOf = async (): Promise<number> => {
  let at = 0;
  await whenCalm(() => Promise.resolve(void (at = performance.now())));
  return at;
};

it('begins in the first calm moment', async () => {
  await sleep(50);
  const calmMs = performance.now();
  expect((await startOf()) - calmMs).toBeLessThan(2000);
  const computing = computeFor(700).then(() => performance.now());
  const started = startOf();
  expect(await started).toBeGreaterThan(await computing);
});

it('begins after ten seconds in any case, and says what went wrong', async () => {
  const beganMs = performance.now();
  const [startedMs] = await Promise.all([startOf(), computeFor(11_000)]);
  expect(startedMs - beganMs).toBeGreaterThanOrEqual(10_000);
  expect(startedMs - beganMs).toBeLessThan(11_000);
  await expect(whenCalm(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
});
