import type { Guardianship } from '@linkang/shared/api/guardian.routes';
import { bodyOf } from '../support/answers';
import { appoint, buildFather, buildMother, registeredChild } from '../support/children';
import { buildCitizen, type Citizen } from '../support/clinic';
import { inboxOf } from '../support/notices';
import { startServer, type TestServer } from '../support/server';

/* Those who answer for a child hear of it when somebody else is to do so, and when they do. */

let server: TestServer;

beforeAll(async () => {
  server = await startServer({ limits: false });
});
afterAll(() => server.stop());

const told = async ({ caller }: Citizen): Promise<string[]> =>
  (await inboxOf(server, caller)).items
    .map(({ title, residentName }) => `${residentName ?? ''} ${title}`.trim())
    .sort();

async function name(
  mother: Citizen,
  childId: string,
  person: Pick<Citizen, 'name' | 'idNumber'>,
): Promise<Guardianship> {
  const body = { name: person.name, idNumber: person.idNumber, relationship: 'father' };
  return bodyOf(await mother.caller.post<Guardianship>(`/residents/${childId}/guardians`, body), 201);
}

it('tells the one who is named, then everybody who answers for the child', async () => {
  const [mother, father] = [await buildMother(server), await buildFather(server)];
  const child = await registeredChild(server, mother);
  const { id } = await name(mother, child.id, father);
  expect(await told(father)).toEqual(['请您做孩子的监护人']);
  expect(await told(mother)).toEqual([]);
  server.clock.set('2026-06-04T04:10:00.000Z');
  bodyOf(await father.caller.post(`/guardianships/${id}/accept`));
  expect(await told(mother)).toEqual(['陈小满 孩子多了一位监护人']);
  const { items } = await inboxOf(server, mother.caller);
  expect(items[0]).toMatchObject({ opens: 'proxy', residentId: child.id });
  expect(items[0]?.body).toContain('陈建国现在可以替孩子办事');
});

it('tells the other guardians at once that one more is named, and of one from the desk', async () => {
  const [mother, father] = [await buildMother(server), await buildFather(server)];
  const child = await registeredChild(server, mother);
  await appoint(server, { residentId: child.id }, father);
  expect(await told(mother)).toEqual(['陈小满 孩子多了一位监护人']);
  await name(mother, child.id, await buildCitizen(server, { birthDay: '1960-05-05' }));
  expect(await told(father)).toEqual(['陈小满 孩子可能要多一位监护人']);
  expect(await told(mother)).toEqual(['陈小满 孩子多了一位监护人']);
});

it('tells the same where nobody has the number and name', async () => {
  const [mother, father] = [await buildMother(server), await buildFather(server)];
  const child = await registeredChild(server, mother);
  await appoint(server, { residentId: child.id }, father);
  await told(mother);
  const { name: known, idNumber } = await buildCitizen(server, { birthDay: '1960-05-05' });
  await name(mother, child.id, { name: `${known}某`, idNumber });
  expect(await told(father)).toEqual(['陈小满 孩子可能要多一位监护人']);
  expect(await told(mother)).toEqual(['陈小满 孩子多了一位监护人']);
});
