import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');
const domain = path.join(root, 'shared/src/domain');
const read = (file: string): string => readFileSync(path.join(domain, file), 'utf8');

/** What a file of the domain loads, types left out, as paths from the domain's folder. */
const importsOf = (file: string): string[] =>
  [...read(file).matchAll(/^import (?!type )[^;]*?from '(\.[^']+)';/gms)]
    .filter(([statement]) => !/^import \{(?:\s*type [^,}]+,?)+\s*\} from/.test(statement))
    .map(([, target]) => path.join(path.dirname(file), target as string));

/** The data files that come along with a file. */
function dataOf(file: string, seen = new Set<string>()): string[] {
  return importsOf(file).flatMap((target) => {
    if (seen.has(target)) return [];
    seen.add(target);
    return target.endsWith('.json') ? [path.basename(target)] : dataOf(`${target}.ts`, seen);
  });
}

const minified = (name: string): number => Buffer.byteLength(JSON.stringify(JSON.parse(read(`data/${name}`))));

/** Rule engines: they get their table from the caller, so that a page loads only the one it shows. */
const ENGINES: Record<string, string[]> = {
  'rule-table.ts': [],
  'field-rules.ts': [],
  'chronic-class.ts': [],
  'chronic-follow-up.ts': [],
  'chronic-care.ts': [],
  'chronic-due.ts': ['follow-up-due.json'],
  'exam-judge.ts': ['self-care.json'],
  'exam-value.ts': ['self-care.json'],
  'exam-report.ts': ['self-care.json'],
  'exam-actions.ts': ['self-care.json'],
  'exam-stations.ts': [],
  'home-measurement.ts': [],
  'service-plan.ts': [],
  'plan-progress.ts': [],
  'education-year.ts': [],
  'education-ledger.ts': [],
};

describe('what a page loads with a rule', () => {
  test.each(Object.entries(ENGINES))('%s: %j', (file, data) => expect(dataOf(file)).toEqual(data));

  test.each(readdirSync(path.join(domain, 'tables')).map((name) => [name]))(
    'tables/%s brings its own data only',
    (name) => {
      const data = dataOf(`tables/${name}`);
      if (name === 'chronic-all.ts') expect(data).toHaveLength(5);
      else if (name === 'home-all.ts') expect(data).toHaveLength(4);
      else if (name === 'service-plan.ts') expect(data).toEqual(['family-doctor.json', 'plan-fulfilment.json']);
      else expect(data).toEqual([name.replace('.ts', '.json')]);
    },
  );

  test('no table is large: the items of the physical 32 KB, every other one 16 KB', () => {
    const large = readdirSync(path.join(domain, 'data'))
      .map((name) => [name, minified(name)] as const)
      .filter(([name, bytes]) => bytes > (name === 'physical-items.json' ? 32 : 16) * 1024);
    expect(large).toEqual([]);
  });
});
