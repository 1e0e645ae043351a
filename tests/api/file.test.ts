import sharp from 'sharp';
import { modules } from '@linkang/server/modules';
import { pictureUpload, type Picture } from '@linkang/shared/api/file.routes';
import { bodyOf, countOutcomes, faultsOf, outcomeOf } from '../support/answers';
import { buildCitizen, staffCaller } from '../support/clinic';
import { Caller } from '../support/http';
import { drawPicture, upload } from '../support/pictures';
import { startServer, type TestServer } from '../support/server';

let server: TestServer;
let anyone: Caller;
let small: Buffer;

// Signed at the clock's present time: some tests move it by days.
const editor = (): Caller => staffCaller(server, ['editor'], 'editor-1');
const collection = (name: string) => server.deps.connection.collection<{ _id: string }>(name);
const see = (id: string, query = '', headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${server.baseUrl}/api/v1/files/${id}${query}`, { headers });
const keep = async (bytes: Uint8Array = small, type = 'image/png'): Promise<Picture> =>
  bodyOf(await upload(editor(), bytes, { type }), 201);
const removeUnused = async (): Promise<void> => {
  const jobs = modules.flatMap((module) => module.jobs?.(server.deps) ?? []);
  await jobs.find(({ name }) => name === 'removeUnusedFiles')?.run();
};
const article = (changes: Record<string, unknown> = {}) => ({
  title: '走路',
  category: '运动',
  html: '<p>每天走一走。</p>',
  ...changes,
});

beforeAll(async () => {
  server = await startServer();
  anyone = new Caller(server.baseUrl);
  small = await drawPicture(800, 400);
});
afterEach(async () => {
  for (const name of ['files', 'pictures.files', 'pictures.chunks', 'articles', 'articleVersions'])
    await collection(name).deleteMany({});
});
afterAll(() => server.stop());

describe('POST /files', () => {
  it.each(['jpeg', 'png', 'webp'] as const)('keeps a %s as WebP in two widths', async (format) => {
    const kept = await keep(await drawPicture(2000, 1000, format), `image/${format}`);
    expect(kept).toMatchObject({ width: 1600, height: 800, url: `/api/v1/files/${kept.id}` });
    for (const [query, width] of [
      ['', 1600],
      ['?w=1600', 1600],
      ['?w=640', 640],
    ] as const) {
      const bytes = Buffer.from(await (await see(kept.id, query)).arrayBuffer());
      expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width });
      if (width === 1600) expect(bytes.length).toBe(kept.bytes);
    }
  });

  it('neither enlarges nor tells where and with what it was taken, and puts it upright', async () => {
    const photo = await sharp(await drawPicture(300, 200, 'jpeg'))
      .withExif({ IFD0: { Make: 'Linkang', Orientation: '6' }, IFD3: { GPSLatitude: '31/1 13/1 0/1' } })
      .withMetadata({ orientation: 6 })
      .toBuffer();
    const before = await sharp(photo).metadata();
    expect([before.exif?.includes('Linkang'), before.orientation]).toEqual([true, 6]);
    const kept = await keep(photo, 'image/jpeg');
    expect(kept).toMatchObject({ width: 200, height: 300 });
    const metadata = await sharp(Buffer.from(await (await see(kept.id)).arrayBuffer())).metadata();
    expect([metadata.exif, metadata.orientation, metadata.icc]).toEqual([undefined, undefined, undefined]);
  });

  it.each([
    ['a page', '<html><script>alert(1)</script></html>'],
    ['a drawing with a script', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
    ['an animation', 'GIF89a\xff\xff\xff\xff\x80\x00\x00'],
    ['nothing', ''],
  ])('refuses %s that is called a picture', async (_name, text) => {
    expect(outcomeOf(await upload(editor(), Buffer.from(text, 'latin1')))).toBe('415 UNSUPPORTED_MEDIA_TYPE');
    expect(await collection('pictures.files').countDocuments()).toBe(0);
  });

  it.each(['text/html', 'image/svg+xml', 'image/gif', 'application/json', 'multipart/form-data'])(
    'refuses the type %s, in words',
    async (type) => {
      const answer = await upload(editor(), small, { type });
      expect(outcomeOf(answer)).toBe('415 UNSUPPORTED_MEDIA_TYPE');
      expect(JSON.stringify(answer.body)).toContain('只能上传 JPG、PNG 或 WebP 图片');
    },
  );

  it('refuses a broken picture and one that is not whole', async () => {
    const signature = small.subarray(0, 8);
    for (const bytes of [Buffer.concat([signature, Buffer.alloc(300)]), small.subarray(0, small.length / 2)]) {
      const answer = await upload(editor(), bytes);
      expect([outcomeOf(answer), faultsOf(answer)]).toEqual(['400 VALIDATION_FAILED', ['body PICTURE']]);
    }
  });

  it('refuses what would unpack to more than 40 million pixels', async () => {
    const bomb = await drawPicture(8000, 5001);
    expect(bomb.length).toBeLessThan(pictureUpload.maxBytes);
    const answer = await upload(editor(), bomb);
    expect([outcomeOf(answer), faultsOf(answer)]).toEqual(['400 VALIDATION_FAILED', ['body TOO_LARGE']]);
  });

  it('refuses more bytes than the limit, told or not', async () => {
    const bytes = new Uint8Array(pictureUpload.maxBytes + 1);
    expect(outcomeOf(await upload(editor(), bytes))).toBe('413 PAYLOAD_TOO_LARGE');
    const response = await fetch(`${server.baseUrl}/api/v1/files`, {
      method: 'POST',
      headers: { 'Content-Type': 'image/png', 'Idempotency-Key': 'k', Authorization: `Bearer ${editor().token}` },
      body: new Blob([bytes]).stream(),
      duplex: 'half',
    } as RequestInit);
    expect(response.status).toBe(413);
  });

  it('keeps one picture of twenty submissions at once, and refuses another under the key', async () => {
    const caller = editor();
    const answers = await Promise.all(Array.from({ length: 20 }, () => upload(caller, small, { key: 'k-20' })));
    expect(countOutcomes(answers)).toEqual({ 201: 20 });
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(await collection('files').countDocuments()).toBe(1);
    expect(await collection('pictures.files').countDocuments()).toBe(2);
    const other = await upload(caller, await drawPicture(10, 10), { key: 'k-20' });
    expect(outcomeOf(other)).toBe('422 IDEMPOTENCY_MISMATCH');
    expect(faultsOf(await upload(caller, small, { key: null }))).toEqual(['header.Idempotency-Key MISSING']);
  });

  it('is for writers', async () => {
    expect(outcomeOf(await upload(anyone, small))).toBe('401 AUTH_REQUIRED');
    for (const caller of [(await buildCitizen(server)).caller, staffCaller(server, ['doctor', 'nurse', 'desk'])])
      expect(outcomeOf(await upload(caller, small))).toBe('403 FORBIDDEN');
    expect(await collection('files').countDocuments()).toBe(0);
  });
});

describe('GET /files/:id', () => {
  it('may be kept for ever, and is nothing but a picture', async () => {
    const { id } = await keep();
    const response = await see(id);
    expect(response.status).toBe(200);
    expect(response.headers.get('Content-Type')).toBe('image/webp');
    expect(response.headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable');
    expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff');
    const etag = response.headers.get('ETag') ?? '';
    const again = await see(id, '', { 'If-None-Match': etag, 'Cache-Control': 'max-age=0' });
    expect([again.status, await again.text()]).toEqual([304, '']);
    const other = await see(id, '?w=640', { 'If-None-Match': etag, 'Cache-Control': 'max-age=0' });
    expect(other.status).toBe(200);
  });

  it('answers 404 for one that is not there and 400 for a width that is not made', async () => {
    expect(outcomeOf(await anyone.get('/files/none'))).toBe('404 NOT_FOUND');
    const { id } = await keep();
    for (const query of ['w=641', 'w=', 'w=640&w=1600'])
      expect(outcomeOf(await anyone.get(`/files/${id}?${query}`))).toBe('400 VALIDATION_FAILED');
  });
});

describe('pictures that nothing uses', () => {
  const ids = async (): Promise<string[]> => (await collection('files').find().toArray()).map(({ _id }) => _id).sort();

  it('go after a day; covers and pictures in a text stay', async () => {
    const [cover, inside, unused] = [await keep(), await keep(), await keep()];
    const html = `<p>图</p><img src="${inside.url}" alt="图" />`;
    bodyOf(await editor().post('/articles', article({ coverFileId: cover.id, html })), 201);
    server.clock.advanceMinutes(24 * 60 - 1);
    await removeUnused();
    expect((await ids()).length).toBe(3);
    server.clock.advanceMinutes(2);
    await removeUnused();
    expect(await ids()).toEqual([cover.id, inside.id].sort());
    expect(await collection('pictures.files').countDocuments()).toBe(4);
    expect(outcomeOf(await anyone.get(`/files/${unused.id}`))).toBe('404 NOT_FOUND');
  });

  it('stay for another day when an article takes them at the last moment', async () => {
    const cover = await keep();
    server.clock.advanceMinutes(25 * 60);
    const { id } = bodyOf(await editor().post<{ id: string }>('/articles', article({ coverFileId: cover.id })), 201);
    // As it is between the check of the pictures and the write of the article.
    await collection('articles').deleteOne({ _id: id });
    await collection('articleVersions').deleteOne({ _id: `${id}:1` });
    await removeUnused();
    expect(await ids()).toEqual([cover.id]);
  });
});
