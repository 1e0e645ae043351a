import { readFileSync } from 'node:fs';
import path from 'node:path';
import { modules } from '@linkang/server/modules';
import mongoose from 'mongoose';

/*
 * Whoever closes an account leaves every collection that names people: each has a store of some feature that answers
 * for it, or stands here with the reason why it needs none.
 */

const withoutStore: Record<string, string> = {
  audits: 'kept by whole blocks of the chain, for `audit.keepYears`',
  auditBlocks: 'names rows, no people',
  closures: 'the proof of what was erased, by ids that lead to nobody any more',
  copies: 'gone after a quarter of an hour',
  phoneCodes: 'gone after five minutes',
  exportFiles: 'gone after a day, each file as a whole',
  importPieces: 'gone as soon as the sheet was read',
  importBatches: 'emptied as the sheet is imported, after a week at the latest',
  signIns: 'ended with the account, and gone when they expire',
  staffs: 'people who work here',
  doctors: 'people who work here, public',
  teams: 'people who work here, public',
  sessions: 'people who work here, public',
};

const PERSONAL = /(^|\.)(residentIds?|accountId|relativeResidentId|relativeId|idNumber|idHash|phone|phoneHash|openId)$/;

const dictionary = readFileSync(path.resolve(__dirname, '../../docs/data-dictionary.md'), 'utf8');
const personalSections = dictionary
  .split(/^## /m)
  .slice(1)
  .filter((section) => /^\| `[^|]+\| yes +\|/m.test(section))
  .map((section) => section.slice(0, section.indexOf('\n')).trim())
  .filter((name) => !name.includes(' '));

const models = Object.values(mongoose.models);
const personalModels = models
  .filter((model) => Object.keys(model.schema.paths).some((field) => PERSONAL.test(field)))
  .map((model) => model.collection.name);
const personal = [...new Set([...personalSections, ...personalModels])].sort();
const answered = new Set(
  modules.flatMap((module) => (module.personalStores ?? []).flatMap(({ collections }) => collections)),
);

it('finds the collections that name people', () => {
  expect(personal.length).toBeGreaterThan(20);
  expect(personalModels).toEqual(
    expect.arrayContaining(['residents', 'seats', 'cards', 'claims', 'calls', 'bulkRuns']),
  );
});

it.each(personal)('%s has a feature that erases it, or a reason why not', (name) => {
  expect([name, answered.has(name) || name in withoutStore]).toEqual([name, true]);
});

it('names no collection that is not there, and none twice over', () => {
  const known = new Set(models.map((model) => model.collection.name));
  for (const name of [...answered, ...Object.keys(withoutStore)]) expect([name, known.has(name)]).toEqual([name, true]);
  expect(Object.keys(withoutStore).filter((name) => answered.has(name))).toEqual([]);
});
