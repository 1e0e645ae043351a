import type { Claim, DeskClaim } from '@linkang/shared/api/claim.routes';
import { bodyOf, faultsOf, outcomeOf } from '../support/answers';
import { buildCertificate, buildFather, buildMother, buildNewborn, ownOf, registeredChild } from '../support/children';
import { staffCaller, type Citizen } from '../support/clinic';
import { startServer, type TestServer } from '../support/server';

let server: TestServer;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const claimOf = (father: Citizen, idNumber: string) => {
  const { name, idType, consents } = buildNewborn(server);
  return father.caller.post<Claim>('/claims', {
    name,
    idType,
    idNumber,
    consents,
    guardian: { relationship: 'father' },
  });
};

it('makes the father a guardian once the desk has seen the papers, and says nothing before', async () => {
  const [mother, father] = [await buildMother(server), await buildFather(server)];
  const known = buildCertificate();
  const child = await registeredChild(server, mother, { idNumber: known });
  const unknown = bodyOf(await claimOf(father, buildCertificate()), 201);
  const claim = bodyOf(await claimOf(father, known), 201);
  const alike = { id: '', deskNumber: '', expiresAt: '' };
  expect({ ...claim, ...alike }).toEqual({ ...unknown, ...alike });
  expect(claim).toMatchObject({ forChild: true, hasCodes: false });
  expect(outcomeOf(await father.caller.post(`/claims/${claim.id}/code`))).toBe('409 STATE_CONFLICT');
  const desk = staffCaller(server, ['desk']);
  const found = bodyOf(await desk.get<{ claim: DeskClaim }>(`/claims?number=${claim.deskNumber}`)).claim;
  expect(found).toMatchObject({ guardian: { name: '陈建国', relationship: 'father' }, resident: { id: child.id } });
  const confirm = `/claims/${claim.id}/confirm`;
  expect(faultsOf(await desk.post(confirm, { idNumber: buildCertificate() }))).toEqual(['body.idNumber DIFFERENT']);
  expect(bodyOf(await desk.post<DeskClaim>(confirm, { idNumber: known }))).toMatchObject({ status: 'done' });
  expect(await ownOf(father)).toEqual([
    expect.objectContaining({ childId: child.id, status: 'active', addedBy: 'claim', relationship: 'father' }),
  ]);
  expect(await ownOf(mother)).toHaveLength(1);
});

it('is asked five times an hour, known or not', async () => {
  const father = await buildFather(server);
  for (let i = 0; i < 5; i += 1) bodyOf(await claimOf(father, buildCertificate()), 201);
  expect(outcomeOf(await claimOf(father, buildCertificate()))).toBe('429 RATE_LIMITED');
});
