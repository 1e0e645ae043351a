import { crc32, deflateSync } from 'node:zlib';
import { bodyOf, faultsOf, outcomeOf } from '../support/answers';
import { buildCitizen, type Citizen } from '../support/clinic';
import { buildTeam, drawPng, sign, signed, teamStaff, toDataUrl } from '../support/contracts';
import { Caller } from '../support/http';
import { startServer, type TestServer } from '../support/server';

let server: TestServer;
let anyone: Caller;
let director: Caller;
let teamId: string;
let citizen: Citizen;

beforeAll(async () => {
  server = await startServer();
  anyone = new Caller(server.baseUrl);
  director = teamStaff(server, ['director']);
  teamId = (await buildTeam())._id;
});
beforeEach(async () => {
  citizen = await buildCitizen(server);
});
afterAll(() => server.stop());

const rowsOf = (name: string) => server.deps.connection.collection(name);

describe('the drawn signature', () => {
  /** A PNG whose chunks are put together by hand. */
  const chunk = (name: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body) >>> 0, 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const header = (width: number, height: number, interlace = 0): Buffer => {
    const data = Buffer.alloc(13);
    data.writeUInt32BE(width, 0);
    data.writeUInt32BE(height, 4);
    data.set([8, 6, 0, 0, interlace], 8);
    return chunk('IHDR', data);
  };
  const start = Buffer.from('89504e470d0a1a0a', 'hex');
  const bomb = chunk('IDAT', deflateSync(Buffer.alloc(60_000_000)));
  const end = chunk('IEND', Buffer.alloc(0));
  const drawn = drawPng(400);
  const afterHeader = drawn.subarray(start.length + header(1, 1).length);
  // One pixel wide, so that the passes of interlacing are simply rows: 32 dark ones, 48 of paper.
  const rows = Buffer.concat(Array.from({ length: 80 }, (_, y) => Buffer.from([0, 0, 0, 0, y < 32 ? 255 : 0])));
  const rowsData = chunk('IDAT', deflateSync(rows));

  const bad: Record<string, string> = {
    'a blank sheet': toDataUrl(drawPng(0)),
    'a dot': toDataUrl(drawPng(20)),
    'a black sheet': toDataUrl(drawPng(4000)),
    'no picture at all': toDataUrl(Buffer.from('hello')),
    'base64 that is none': 'data:image/png;base64,*** ***',
    'a cut picture': toDataUrl(drawn.subarray(0, drawn.length - 30)),
    'only a header': toDataUrl(drawn.subarray(0, 24)),
    'a damaged picture': toDataUrl(Buffer.concat([drawn.subarray(0, 60), Buffer.alloc(8), drawn.subarray(68)])),
    'sides beyond the limit': toDataUrl(drawPng(400, { width: 2001, height: 1 })),
    'a huge stated size': toDataUrl(Buffer.concat([start, header(60_000, 60_000), bomb, end])),
    'a picture under a second header': toDataUrl(Buffer.concat([start, header(10, 10), header(100, 40), afterHeader])),
    'an interlaced picture': toDataUrl(Buffer.concat([start, header(1, 80, 1), rowsData, end])),
  };
  it.each(Object.entries(bad))('is not %s', async (_name, signature) => {
    const answer = await sign(citizen, teamId, { signature });
    expect([outcomeOf(answer), faultsOf(answer)]).toEqual(['400 VALIDATION_FAILED', ['body.signature SIGNATURE']]);
  });

  it('is too long beyond 200 KB', async () => {
    const signature = toDataUrl(Buffer.alloc(201 * 1024, 1));
    expect(faultsOf(await sign(citizen, teamId, { signature }))).toEqual(['body.signature TOO_LONG']);
  });

  it('may be put together by any program', async () => {
    await signed(citizen, teamId, { signature: toDataUrl(Buffer.concat([start, header(1, 80), rowsData, end])) });
  });

  it('may be small and is given back as it was drawn', async () => {
    const signature = toDataUrl(drawPng(30));
    const { id } = await signed(citizen, teamId, { signature });
    expect(bodyOf(await citizen.caller.get(`/contracts/${id}/signature`))).toEqual({ dataUrl: signature });
  });

  it('is shown to its person and the reviewers alone, who leave a trace', async () => {
    const { id } = await signed(citizen, teamId);
    const other = await buildCitizen(server);
    const callers = [
      anyone,
      other.caller,
      teamStaff(server, ['desk', 'nurse', 'editor'], [teamId]),
      teamStaff(server, ['doctor'], ['other-team']),
      teamStaff(server, ['doctor'], [teamId], 'doctor-1'),
      director,
    ];
    const answers = await Promise.all(callers.map((caller) => caller.get(`/contracts/${id}/signature`)));
    expect(answers.map(outcomeOf)).toEqual([
      '401 AUTH_REQUIRED',
      '404 NOT_FOUND',
      '403 FORBIDDEN',
      '403 FORBIDDEN',
      '200',
      '200',
    ]);
    const traces = await rowsOf('audits').find({ residentId: citizen.residentId }).toArray();
    expect(traces.map((row) => `${row.action} ${row.result}`).sort()).toEqual([
      'contract.signature denied',
      'contract.signature done',
      'contract.signature done',
    ]);
    const shown = traces.filter(({ result }) => result === 'done');
    expect(shown.map((row) => row.staffId).sort()).toEqual(['doctor-1', 'staff-test']);
  });
});
