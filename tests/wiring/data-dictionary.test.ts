import { readFileSync } from 'node:fs';
import path from 'node:path';
import '@linkang/server/modules';
import { sealedPathsOf } from '@linkang/server/platform/reseal';
import mongoose from 'mongoose';

/* Every field that is kept has its line with a reason, and what is said to be encrypted is what the models encrypt. */

interface Line {
  field: string;
  cells: string[];
}

const text = readFileSync(path.resolve(__dirname, '../../docs/data-dictionary.md'), 'utf8');

const linesOf = (section: string): Line[] =>
  section
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => {
      const cells = line.split('|').slice(1, -1);
      const fields = [...(cells[0] ?? '').matchAll(/`([^`]+)`/g)].map(([, field]) => field as string);
      return fields.map((field) => ({ field, cells: cells.slice(1).map((cell) => cell.trim()) }));
    });

const sections = new Map(
  text
    .split(/^## /m)
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf('\n')).trim(), linesOf(section)] as const),
);
const common = (sections.get('In several collections') ?? []).map(({ field }) => field);
const models = Object.values(mongoose.models).map((model) => [model.collection.name, model] as const);

it('has a section for each collection with a model, and no other', () => {
  const named = [...sections.keys()].filter((name) => !name.includes(' '));
  expect(named.sort()).toEqual(models.map(([name]) => name).sort());
});

it.each(models)('says of each field of %s why it is there, and how it is kept', (name, model) => {
  const lines = sections.get(name) ?? [];
  const kept = Object.keys(model.schema.paths).filter((field) => !common.includes(field));
  const listed = lines.map(({ field }) => field);
  // Of an object its parts are listed.
  const isListed = (field: string): boolean =>
    listed.includes(field) || listed.some((line) => line.startsWith(`${field}.`));
  expect(kept.filter((field) => !isListed(field))).toEqual([]);
  const isKept = (field: string): boolean => kept.includes(field) || kept.some((path) => field.startsWith(`${path}.`));
  expect(listed.filter((field) => !isKept(field))).toEqual([]);
  for (const { cells } of lines) {
    expect(cells[0]).toMatch(/^(yes|no)$/);
    expect(cells[2]).not.toBe('');
  }
  const encrypted = lines.filter(({ cells }) => cells[1] === 'encrypted').map(({ field }) => field);
  expect(encrypted.sort()).toEqual(sealedPathsOf(model).sort());
});
