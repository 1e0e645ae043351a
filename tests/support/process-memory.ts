import { readFileSync, readdirSync } from 'node:fs';

/** What a process holds at a moment, seen from outside. */
export interface Holding {
  atMs: number;
  /** Memory that is its own, in MB. */
  rssMb: number;
  /** Open files and sockets. */
  handles: number;
}

/** Looks at a running process. */
export function lookAt(pid: number): Holding {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const rssKb = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]);
  return { atMs: Date.now(), rssMb: rssKb / 1024, handles: readdirSync(`/proc/${pid}/fd`).length };
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Means of the middle third and the last third of a time. */
export function compareThirds(looks: readonly Holding[]): {
  middle: Omit<Holding, 'atMs'>;
  last: Omit<Holding, 'atMs'>;
} {
  const third = Math.floor(looks.length / 3);
  const meanOf = (part: readonly Holding[]) => ({
    rssMb: mean(part.map(({ rssMb }) => rssMb)),
    handles: mean(part.map(({ handles }) => handles)),
  });
  return { middle: meanOf(looks.slice(third, third * 2)), last: meanOf(looks.slice(third * 2)) };
}
