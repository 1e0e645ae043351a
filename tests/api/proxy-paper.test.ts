import { modules } from '@linkang/server/modules';
import { pictureUpload } from '@linkang/shared/api/file.routes';
import type { Proxy } from '@linkang/shared/api/proxy.routes';
import sharp from 'sharp';
import { bodyOf, faultsOf, outcomeOf } from '../support/answers';
import { buildCitizen, revealTo, staffCaller, type Citizen } from '../support/clinic';
import { Caller } from '../support/http';
import { drawPicture, sendFile } from '../support/pictures';
import { askToActFor, confirm } from '../support/proxies';
import { startServer, type TestServer } from '../support/server';

/* The photo of a paper that somebody signed at the desk: sealed, and seen only by staff with a ground. */

let server: TestServer;
let desk: Caller;
let photo: Buffer;

beforeAll(async () => {
  server = await startServer({ limits: false });
  desk = staffCaller(server, ['desk'], 'desk-paper');
  photo = await drawPicture(900, 1200, 'jpeg');
});
afterAll(() => server.stop());

const papers = () => server.deps.connection.collection<{ _id: string; residentId: string }>('proxyPapers');
const keep = (caller: Caller, id: string, bytes: Uint8Array = photo, type = 'image/jpeg') =>
  sendFile<Proxy>(caller, 'PUT', `/proxies/${id}/paper`, bytes, { type });
const see = (caller: Caller, id: string) => caller.get<{ image: string }>(`/proxies/${id}/paper`);
const note = { paperNote: '6月4日签字，授权书夹第12号' };

async function buildRequest(): Promise<{ mother: Citizen; daughter: Citizen; id: string }> {
  const mother = await buildCitizen(server, { birthDay: '1947-07-07' });
  const daughter = await buildCitizen(server, { birthDay: '1985-05-05' });
  const { id } = await askToActFor(server, daughter, mother);
  await revealTo(desk, mother.residentId);
  return { mother, daughter, id };
}

const bytesOf = (image: string): Buffer => Buffer.from(image.slice(image.indexOf(',') + 1), 'base64');

it('keeps the photo with the request and shows it to the desk, which the person can see', async () => {
  const { mother, daughter, id } = await buildRequest();
  expect(bodyOf(await keep(desk, id))).toMatchObject({ id, status: 'proposed', hasPaper: true });
  const confirmed = bodyOf(await desk.post<Proxy>(`/proxies/${id}/confirm`, note));
  expect(confirmed).toMatchObject({ status: 'active', channel: 'desk', hasPaper: true });
  const { image } = bodyOf(await see(desk, id));
  expect(await sharp(bytesOf(image)).metadata()).toMatchObject({ format: 'webp', width: 900, height: 1200 });
  // The relative cannot tell from it whether somebody is known.
  const { asked } = bodyOf(await daughter.caller.get<{ asked: Proxy[] }>('/proxies'));
  expect(asked[0]?.hasPaper).toBe(false);
  const actions = await server.deps.connection
    .collection('audits')
    .find({ staffId: 'desk-paper', residentId: mother.residentId, result: 'done' })
    .map(({ action }) => action as string)
    .toArray();
  expect(actions).toEqual(expect.arrayContaining(['proxy.putPaper', 'proxy.confirm', 'proxy.paper']));
});

it('keeps it encrypted, without what the camera wrote, and the newest one alone', async () => {
  const { mother, id } = await buildRequest();
  bodyOf(await keep(desk, id));
  const withNotes = await sharp(await drawPicture(300, 200, 'jpeg'))
    .withExif({ IFD0: { Make: 'Linkang' }, IFD3: { GPSLatitude: '31/1 13/1 0/1' } })
    .toBuffer();
  bodyOf(await keep(desk, id, withNotes));
  const rows = await papers().find({ residentId: mother.residentId }).toArray();
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toContain(Buffer.from('RIFF').toString('base64').slice(0, 5));
  expect(rows[0]).toMatchObject({ sealed: expect.stringMatching(/^t1\.2\./) as string, takenBy: 'desk-paper' });
  expect((await sharp(bytesOf(bodyOf(await see(desk, id)).image)).metadata()).exif).toBeUndefined();
});

it('is not exchanged once it was answered', async () => {
  const { mother, id } = await buildRequest();
  bodyOf(await keep(desk, id));
  bodyOf(await desk.post<Proxy>(`/proxies/${id}/confirm`, note));
  expect(outcomeOf(await keep(desk, id))).toBe('409 STATE_CONFLICT');
  expect(await papers().countDocuments({ residentId: mother.residentId })).toBe(1);
});

it('whoever exchanges it while it is confirmed, the confirmed one stands', async () => {
  const { mother, id } = await buildRequest();
  const first = bodyOf(await keep(desk, id));
  const answers = await Promise.all([keep(desk, id), keep(desk, id), desk.post<Proxy>(`/proxies/${id}/confirm`, note)]);
  for (const answer of answers.slice(0, 2)) expect(['200', '409 STATE_CONFLICT']).toContain(outcomeOf(answer));
  expect(outcomeOf(answers[2])).toBe('200');
  expect(first.hasPaper).toBe(true);
  const grant = await server.deps.connection
    .collection<{ _id: string; paperId: string }>('proxies')
    .findOne({ _id: id });
  expect((await papers().find({ residentId: mother.residentId }).toArray()).map(({ _id }) => _id)).toEqual([
    grant?.paperId,
  ]);
});

describe('refuses', () => {
  it.each([
    ['a page', '<html><script>alert(1)</script></html>', 'image/jpeg', '415 UNSUPPORTED_MEDIA_TYPE'],
    ['a drawing', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'image/svg+xml', '415 UNSUPPORTED_MEDIA_TYPE'],
    ['a PDF', '%PDF-1.7', 'application/pdf', '415 UNSUPPORTED_MEDIA_TYPE'],
    ['nothing', '', 'image/png', '415 UNSUPPORTED_MEDIA_TYPE'],
    ['half a picture', '\xff\xd8\xff\xe0', 'image/jpeg', '400 VALIDATION_FAILED'],
  ])('%s', async (_name, text, type, outcome) => {
    const { mother, id } = await buildRequest();
    expect(outcomeOf(await keep(desk, id, Buffer.from(text, 'latin1'), type))).toBe(outcome);
    expect(await papers().countDocuments({ residentId: mother.residentId })).toBe(0);
  });

  it('what is too large', async () => {
    const { id } = await buildRequest();
    const large = Buffer.concat([photo, Buffer.alloc(pictureUpload.maxBytes)]);
    expect(outcomeOf(await keep(desk, id, large))).toBe('413 PAYLOAD_TOO_LARGE');
  });

  it('everybody but staff with the right and a ground', async () => {
    const { mother, daughter, id } = await buildRequest();
    bodyOf(await keep(desk, id));
    const both = async (caller: Caller, at = id) => [
      outcomeOf(await keep(caller, at)),
      outcomeOf(await see(caller, at)),
    ];
    expect(await both(new Caller(server.baseUrl))).toEqual(Array(2).fill('401 AUTH_REQUIRED'));
    for (const caller of [mother.caller, daughter.caller, staffCaller(server, ['editor'])])
      expect(await both(caller)).toEqual(Array(2).fill('403 FORBIDDEN'));
    expect(await both(staffCaller(server, ['desk'], 'desk-other'))).toEqual(Array(2).fill('403 ACCESS_LIMITED'));
    expect(await both(desk, '000000000000000000000000')).toEqual(Array(2).fill('404 NOT_FOUND'));
    expect(await both(desk, 'a%20b')).toEqual(Array(2).fill('400 VALIDATION_FAILED'));
  });

  it('to show what there is not', async () => {
    const { id } = await buildRequest();
    expect(outcomeOf(await see(desk, id))).toBe('404 NOT_FOUND');
  });
});

it('is needed where the centre says so', async () => {
  const director = staffCaller(server, ['director']);
  const save = async (paperPhoto: unknown) => {
    const { rev, proxies } = bodyOf(await director.get<{ rev: number; proxies: object }>('/settings/proxies'));
    return director.put('/settings/proxies', { rev, proxies: { ...proxies, paperPhoto } });
  };
  expect(faultsOf(await save('yes'))).toEqual(['body.proxies.paperPhoto TYPE']);
  bodyOf(await save(true));
  const { id } = await buildRequest();
  const refused = await desk.post(`/proxies/${id}/confirm`, note);
  expect([refused.status, faultsOf(refused)]).toEqual([400, ['body.paper EMPTY']]);
  bodyOf(await keep(desk, id));
  bodyOf(await desk.post(`/proxies/${id}/confirm`, note));
  // Who agrees on the own phone signs no paper.
  const other = await buildRequest();
  bodyOf(await confirm(other.mother, other.id));
  bodyOf(await save(false));
});

it('is erased with whoever leaves', async () => {
  const { mother, daughter, id } = await buildRequest();
  bodyOf(await keep(desk, id));
  const stores = modules.flatMap((module) => module.personalStores ?? []);
  const store = stores.find(({ collections }) => collections.includes('proxyPapers'));
  expect(await store?.count(server.deps, mother)).toBe(1);
  expect(await store?.count(server.deps, daughter)).toBe(1);
  await store?.erase(server.deps, mother, server.clock.now());
  expect(await papers().countDocuments({ residentId: mother.residentId })).toBe(0);
});
