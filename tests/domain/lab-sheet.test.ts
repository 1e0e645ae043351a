import { readLabCell, readLabHeading, type LabHeading } from '@linkang/shared/domain/lab-sheet';
import { physicalItems } from '@linkang/shared/domain/tables/physical-items';
import { itemOf } from './exam-items';

const headingOf = (...titles: string[]): LabHeading => {
  const heading = readLabHeading(physicalItems, titles);
  if ('says' in heading) throw new Error(heading.says);
  return heading;
};
const refusalOf = (...titles: string[]): string => {
  const heading = readLabHeading(physicalItems, titles);
  return 'says' in heading ? heading.says : '';
};
const cell = (code: string, text: string, kind: 'text' | 'number' | 'formula' = 'text') =>
  readLabCell(itemOf(code), { text, kind });

describe('the heading', () => {
  it('finds items by code, name and short name, with or without their unit', () => {
    const titles = [
      '姓名',
      '身份证号',
      'HB',
      '白细胞计数',
      '空腹血糖（mmol/L）',
      'crea(umol/l)',
      '血小板[×10^9/L]',
      'ALT(IU/L)',
    ];
    expect(headingOf(...titles).items.map(({ item, at }) => [item.code, at])).toEqual([
      ['HB', 2],
      ['WBC', 3],
      ['FPG', 4],
      ['CREA', 5],
      ['PLT', 6],
      ['ALT', 7],
    ]);
  });

  it('tells columns that no item has, and takes no item from another station', () => {
    expect(headingOf('体检号', 'HB', '血型', '体温').unknown).toEqual(['血型', '体温']);
  });

  it.each([
    [['姓名', 'HB'], '身份证号'],
    [['HB'], '体检号'],
    [['体检号', '备注'], '没有认出化验项目'],
    [['体检号', 'HB', '血红蛋白'], '有两列'],
    [['体检号', '预约号', 'HB'], '有两列'],
    [['体检号', '空腹血糖(mg/dL)'], '单位要是mmol/L'],
  ])('refuses %j with what to do', (titles, words) => {
    expect(refusalOf(...titles)).toContain(words);
  });
});

describe('a cell', () => {
  it.each([
    ['HB', '132', 132],
    ['HB', ' 98 ↓', 98],
    ['WBC', '６.１', 6.1],
    ['FPG', '7.2H', 7.2],
    ['U_PRO', '阴性', '-'],
    ['U_PRO', '+', '1+'],
    ['U_PRO', '＋＋', '2+'],
    ['U_PRO', '±', '±'],
    ['HBSAG', '阴性', { normal: true }],
    ['HBSAG', '阳性', { normal: false, text: '阳性' }],
  ] as const)('of %s reads %j', (code, text, value) => {
    expect(cell(code, text)).toEqual({ value });
  });

  it('is left out where it is empty', () => expect(cell('HB', '  ')).toBeUndefined());

  it.each([
    ['HB', '<60', 'text'],
    ['HB', '未查', 'text'],
    ['HB', '1320', 'text'],
    ['HB', '132.5', 'number'],
    ['U_PRO', '5+', 'text'],
    ['HB', '132', 'formula'],
  ] as const)('of %s refuses %j (%s)', (code, text, kind) => {
    expect(cell(code, text, kind)).toEqual({ says: expect.stringContaining(itemOf(code).plain) });
  });
});
