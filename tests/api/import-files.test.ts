import { bodyOf, faultsOf, outcomeOf } from '../support/answers';
import { buildIdNumber } from '../support/builders';
import type { Caller } from '../support/http';
import { buildImporter, buildRow, checkSheet, countsOf, csvSheet, uploadSheet } from '../support/imports';
import { startServer, TEST_NOW, type TestServer } from '../support/server';
import { buildWorkbook, buildZip, inlineCell, workbookEntries } from '../support/workbooks';

/* Files as spreadsheets of all kinds write them, and as nobody should send them. */

let server: TestServer;
let caller: Caller;

beforeAll(async () => {
  server = await startServer({ limits: false });
  caller = (await buildImporter(server)).caller;
});
beforeEach(() => server.clock.set(TEST_NOW));
afterAll(() => server.stop());

const refusal = async (bytes: Uint8Array): Promise<string[]> => faultsOf(await uploadSheet(caller, bytes));
const heading = (...more: string[]): string =>
  `<row r="1">${['姓名', '身份证号', ...more].map((title, i) => inlineCell(`${'ABCDEF'[i] ?? ''}1`, title)).join('')}</row>`;
const row = (line: number, cells: string): string => `<row r="${line}">${cells}</row>`;
const saysOf = async (bytes: Uint8Array): Promise<string[]> =>
  (await checkSheet(server, caller, bytes)).faults.map(({ line, says }) => `${line} ${says}`);

describe('no sheet', () => {
  it.each([
    ['nothing at all', Buffer.alloc(0), 'HEADING'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0]), 'ENCODING'],
    ['letters of no encoding', Buffer.from([0x81, 0xff, 0xfe, 0x00]), 'ENCODING'],
    ['an archive cut in half', buildWorkbook(heading()).subarray(0, 200), 'TABLE'],
    ['an archive of something else', buildZip([{ name: 'a.txt', bytes: Buffer.from('a') }]), 'TABLE'],
    ['a workbook without its sheet', buildZip(workbookEntries('').slice(0, 2)), 'TABLE'],
    ['broken XML', buildWorkbook('<row><c>'), 'TABLE'],
    ['another table', Buffer.from('用户名,姓名\r\na,b\r\n'), 'HEADING'],
    ['a column twice', Buffer.from('姓名,身份证号,姓名\r\na,b,c\r\n'), 'HEADING'],
    ['a heading alone', Buffer.from('姓名,身份证号\r\n\r\n'), 'EMPTY'],
    ['a workbook with a heading alone', buildWorkbook(heading()), 'EMPTY'],
    ['a quote that never ends', Buffer.from(`姓名,身份证号\r\n"${'长'.repeat(90_000)}`), 'LONG_LINE'],
  ])('refuses %s at once', async (_, bytes, fault) => {
    expect(await refusal(bytes)).toEqual([`body ${fault}`]);
  });

  it('refuses an archive that unpacks to more than it says, without unpacking it', async () => {
    const bomb = workbookEntries(heading());
    const sheet = bomb.pop();
    const bytes = Buffer.concat([sheet?.bytes ?? Buffer.alloc(0), Buffer.alloc(64 * 1024 * 1024, ' ')]);
    expect(await refusal(buildZip([...bomb, { name: 'xl/worksheets/sheet1.xml', bytes, claimedBytes: 400 }]))).toEqual([
      'body TABLE',
    ]);
    const claimed = { name: 'xl/worksheets/sheet1.xml', bytes: Buffer.from('x'), claimedBytes: 2 ** 31 };
    expect(await refusal(buildZip([...bomb, claimed]))).toEqual(['body TOO_LARGE']);
  });

  it('expands no entities of its own', async () => {
    const entity = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>';
    const entries = workbookEntries(heading()).map((entry) =>
      entry.name.endsWith('sheet1.xml')
        ? {
            ...entry,
            bytes: Buffer.from(
              `${entity}<worksheet><sheetData><row><c t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>`,
            ),
          }
        : entry,
    );
    expect(await refusal(buildZip(entries))).toEqual(['body TABLE']);
  });

  it('ends a run whose sheet turns out to be broken further down', async () => {
    const before = `姓名,身份证号\r\n${'赵秀兰,123\r\n'.repeat(30_000)}`;
    const run = await checkSheet(server, caller, Buffer.from(`${before}"没有配对${'长'.repeat(90_000)}`));
    expect([run.state, run.fault, run.rows]).toEqual(['failed', '有一行太长，多半是引号没有配对，请改好再上传。', 0]);
    expect(await server.deps.connection.collection('importBatches').countDocuments({ runId: run.id })).toBe(0);
    expect(outcomeOf(await caller.post(`/imports/${run.id}/start`))).toBe('409 STATE_CONFLICT');
  });
});

describe('cells', () => {
  it('refuses formulas, errors and numbers that have lost their digits', async () => {
    const id = buildIdNumber();
    const sheet =
      heading('电话') +
      row(2, `<c r="A2" t="str"><f>B2</f><v>赵秀兰</v></c>${inlineCell('B2', id)}`) +
      row(3, `${inlineCell('A3', '赵秀兰')}<c r="B3"><v>1.10101195803120E17</v></c>`) +
      row(5, `${inlineCell('A5', '赵秀兰')}${inlineCell('B5', buildIdNumber())}<c r="C5" t="e"><v>#REF!</v></c>`);
    expect(await saysOf(buildWorkbook(sheet))).toEqual([
      '2 姓名：是公式，请改成文字',
      '3 身份证号：被表格当成了数字，末尾几位可能已经丢失，请把这一列设成文本再填',
      '5 电话：是公式，请改成文字',
    ]);
    const csv = `姓名,身份证号\r\n=cmd|'/c calc'!A1,${buildIdNumber()}\r\n`;
    expect(await saysOf(Buffer.from(csv))).toEqual(['2 姓名：不能以 = 或 @ 开头']);
  });

  it('refuses cells that are far too long', async () => {
    const sheet = heading() + row(2, inlineCell('A2', '长'.repeat(200_000)) + inlineCell('B2', buildIdNumber()));
    expect(await saysOf(buildWorkbook(sheet))).toEqual(['2 姓名：太长，最多50个字']);
  });

  it('reads shared words, phones as numbers, and days as the spreadsheet counts them', async () => {
    const id = buildIdNumber();
    const strings = '<si><t>赵</t><rPh><t>zhao</t></rPh><r><t>秀兰</t></r></si>';
    const cells = `<c r="A2" t="s"><v>0</v></c>${inlineCell('B2', id)}<c r="C2"><v>13800138000</v></c><c r="D2"><v>43525</v></c>`;
    const run = await checkSheet(
      server,
      caller,
      buildWorkbook(heading('电话', '建档日期') + row(2, cells), { strings }),
    );
    expect([run.faults, ...countsOf(run)]).toEqual([[], 1, 0, 0, 0]);
    const early = await checkSheet(
      server,
      caller,
      buildWorkbook(heading('电话', '建档日期') + row(2, cells.replace('43525', '99999')), { strings }),
    );
    expect(early.faults.map(({ says }) => says)).toEqual(['建档日期：不能晚于今天']);
  });

  it('reads GB18030 as Excel in China writes it', async () => {
    const gb = Buffer.concat([
      Buffer.from([0xd0, 0xd5, 0xc3, 0xfb, 0x2c]),
      Buffer.from([0xc9, 0xed, 0xb7, 0xdd, 0xd6, 0xa4, 0xba, 0xc5, 0x0d, 0x0a]),
      Buffer.from([0xd5, 0xd4, 0xd0, 0xe3, 0xc0, 0xbc]),
      Buffer.from(`,${buildIdNumber()}\r\n`),
    ]);
    expect(countsOf(await checkSheet(server, caller, gb))).toEqual([1, 0, 0, 0]);
  });

  it('counts lines as the spreadsheet does, empty ones too', async () => {
    const csv = `姓名,身份证号\r\n\r\n赵秀兰,${buildIdNumber()}\r\n,,\r\n赵秀兰,123\r\n`;
    expect(await saysOf(Buffer.from(csv))).toEqual(['5 身份证号：身份证号码应为18位']);
  });
});

it('writes no number and no name into the log or the refusals', async () => {
  const idNumber = '110101195803120041';
  const answer = await uploadSheet(caller, Buffer.from(`${idNumber},赵秀兰\r\n`));
  expect(JSON.stringify(answer.body)).not.toMatch(/赵秀兰|11010119/);
  const { id } = bodyOf(await uploadSheet(caller, csvSheet([buildRow({ idNumber })])), 201);
  expect(id).not.toContain(idNumber);
});
