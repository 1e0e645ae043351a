import { median } from './client.mjs';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 7);

/**
 * Measures two sides in turn, a warm round first.
 * @param left, right give the milliseconds of one round
 */
export async function interleave(left, right) {
  const lefts = [];
  const rights = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const b = await right();
    const a = await left();
    if (round === 0) continue;
    lefts.push(a);
    rights.push(b);
  }
  return { lefts, rights };
}

const rounded = (value, digits) => Number(value.toFixed(digits));

/**
 * One line of the result.
 * @param row.ratioOf the ratio of one round, from its two times
 */
export function report({ name, goal, ours, bare, ratioOf, more = {} }) {
  const ratios = ours.map((ms, i) => ratioOf(ms, bare[i]));
  const line = {
    name,
    ratio: rounded(median(ratios), 3),
    goal,
    oursMs: rounded(median(ours), 1),
    bareMs: rounded(median(bare), 1),
    ...more,
    rounds: ratios.map((ratio) => rounded(ratio, 2)),
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
