import { buildAskers, callerFor, type Asker } from '../support/askers';
import { buildCitizen } from '../support/clinic';
import { fieldPathsOf } from '../support/field-paths';
import { fillLists, readingsOf, secretsOf } from '../support/field-readings';
import { fieldTable, type FieldRow } from '../support/field-table';
import { buildOwned, type Owned } from '../support/own-routes';
import { startServer, type TestServer } from '../support/server';
import { sideBySide } from '../support/side-by-side';

/*
 * Every list, read by everybody on a day with a visit: exactly the fields of the table, with names, numbers and reasons
 * readable for exactly those whom it names. A field that is new must be put into the table, for whom it is meant.
 */
jest.setTimeout(300_000);

let server: TestServer;
let owned: Owned;
let askers: Asker[];
const readings = readingsOf(() => owned);

beforeAll(async () => {
  server = await startServer({ limits: false });
  owned = await buildOwned(server, await buildCitizen(server, { name: '王秀英', birthDay: '1950-04-08' }));
  askers = await buildAskers(server, owned.person, owned.teamId);
  await fillLists(owned);
});
afterAll(() => server.stop());

/** What somebody gets of a list; undefined for who is refused. */
async function rowOf(name: string, asker: Asker): Promise<Omit<FieldRow, 'who'> | undefined> {
  const answer = await readings[name]?.(callerFor(server, asker, { stranger: true }));
  if (!answer || answer.status >= 500) throw new Error(`${name} answered ${asker.name} with ${answer?.status}`);
  if (answer.status >= 400) return undefined;
  const text = JSON.stringify(answer.body);
  const shows = Object.entries(secretsOf(owned)).filter(([, secret]) => text.includes(secret));
  return {
    fields: [...fieldPathsOf(answer.body)].sort().join(' '),
    ...(shows.length ? { shows: shows.map(([key]) => key).join(' ') } : {}),
  };
}

const expectedOf = (name: string, asker: Asker): Omit<FieldRow, 'who'> | undefined => {
  const row = fieldTable[name]?.find(({ who }) => who.includes(asker.name));
  return row && { fields: row.fields, ...(row.shows === undefined ? {} : { shows: row.shows }) };
};

it('shows everybody exactly what the table says', async () => {
  const cells = Object.keys(readings).flatMap((name) => askers.map((asker) => ({ name, asker })));
  const rows = await sideBySide(cells, 8, async ({ name, asker }) => ({
    list: name,
    asker: asker.name,
    expected: expectedOf(name, asker),
    seen: await rowOf(name, asker),
  }));
  const differences = rows.filter(({ expected, seen }) => JSON.stringify(expected) !== JSON.stringify(seen));
  process.stdout.write(
    `fields lists ${Object.keys(readings).length} × actors ${askers.length}: rows ${rows.length}, differences ${differences.length}\n`,
  );
  expect(differences).toEqual([]);
});

it('has a row for each list that it reads, and shows an ID number and a phone to nobody', () => {
  expect(Object.keys(fieldTable).sort()).toEqual(Object.keys(readings).sort());
  expect(JSON.stringify(fieldTable)).not.toMatch(/"shows":"[^"]*(idNumber|phone)/);
});
