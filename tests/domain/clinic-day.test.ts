import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { clinicDayCases } from './clinic-day.cases';

/** Runs the table in a process of its own: a time zone is taken in when Node starts. */
function rowsIn(timeZone: string): { offset: number; rows: unknown } {
  const script = `
    const Module = require('node:module');
    const resolve = Module._resolveFilename;
    Module._resolveFilename = (name, ...rest) => resolve(name.replace(/^@linkang\\/shared\\//, process.cwd() + '/shared/src/'), ...rest);
    const { requireSource } = require('./tests/support/sources.cjs');
    const { clinicDayCases } = requireSource('tests/domain/clinic-day.cases.ts');
    console.log(JSON.stringify({ offset: new Date('2026-06-04T00:00:00Z').getTimezoneOffset(), rows: clinicDayCases() }));`;
  const cwd = path.resolve(__dirname, '../..');
  const text = execFileSync(process.execPath, ['-e', script], {
    cwd,
    env: { ...process.env, TZ: timeZone },
    encoding: 'utf8',
  });
  return JSON.parse(text) as { offset: number; rows: unknown };
}

describe('days and clock times', () => {
  test.each(clinicDayCases())('%s', (_, actual, expected) => expect(actual).toEqual(expected));

  test.each([
    ['UTC', 0],
    ['Asia/Shanghai', -480],
    ['America/Los_Angeles', 420],
  ])('the same table on a machine in %s', (timeZone, offset) => {
    const there = rowsIn(timeZone);
    expect(there.offset).toBe(offset);
    expect(there.rows).toEqual(JSON.parse(JSON.stringify(clinicDayCases())));
    for (const [name, actual, expected] of there.rows as [string, unknown, unknown][])
      expect([name, actual]).toEqual([name, expected]);
  });
});
