import { checkExamValue, checkExamValues } from '@linkang/shared/domain/exam-value';
import { scoreSelfCare, selfCareBand, selfCareTable } from '@linkang/shared/domain/self-care';
import { physicalItems } from '@linkang/shared/domain/tables/physical-items';
import { indexOf, itemOf } from './exam-items';
import { changed } from './table-change';
import vectors from './vectors/self-care.json';

const levels = { eat: 'Mild', groom: 'Mild', dress: 'Mild', toilet: 'Mild', move: 'Mild' };
const oral = { lips: '红润', teeth: ['正常'], pharynx: '无充血' };

describe('an entered value', () => {
  test.each([
    ['SBP_L', 120],
    ['SBP_L', 300],
    ['TEMP', 36.5],
    ['VISION', { left: 4.9, right: 0 }],
    ['SYM', { chosen: ['无症状'] }],
    ['SYM', { chosen: ['头痛', '其他'], other: '手抖' }],
    ['HIS_HOSP', []],
    ['HIS_MED', [{ name: '氨氯地平', adherence: '规律' }]],
    ['U_PRO', '±'],
    ['SKIN', { normal: true }],
    ['SKIN', { normal: false, text: '湿疹' }],
    ['ECG', { normal: false, text: '室速', urgent: true }],
    ['ORAL', oral],
    ['ASS_ADL', levels],
    ['TCM_CONST', { recordId: '64f0' }],
  ])('%s %j may stand', (code, value) => expect(checkExamValue(itemOf(code), value)).toBeUndefined());

  test.each([
    ['SBP_L', undefined, 'MISSING'],
    ['SBP_L', null, 'MISSING'],
    ['SBP_L', '', 'MISSING'],
    ['SBP_L', '120', 'TYPE'],
    ['SBP_L', Infinity, 'TYPE'],
    ['SBP_L', 49, 'TOO_LOW'],
    ['SBP_L', 301, 'TOO_HIGH'],
    ['SBP_L', 120.5, 'TOO_PRECISE'],
    ['TEMP', 36.55, 'TOO_PRECISE'],
    ['VISION', { left: 4.9 }, 'TYPE'],
    ['VISION', { left: 4.9, right: 6 }, 'TOO_HIGH'],
    ['VISION', { left: 4.9, right: 5, middle: 4 }, 'TYPE'],
    ['VISION', 4.9, 'TYPE'],
    ['BMI', 24, 'COMPUTED'],
    ['LIFE_SMK', '偶尔', 'UNKNOWN_OPTION'],
    ['LIFE_SMK', 1, 'TYPE'],
    ['U_PRO', '5+', 'UNKNOWN_OPTION'],
    ['SYM', { chosen: [] }, 'MISSING'],
    ['SYM', { chosen: ['无症状', '头痛'] }, 'EXCLUSIVE'],
    ['SYM', { chosen: ['头痛', '头痛'] }, 'REPEATED'],
    ['SYM', { chosen: ['脚痛'] }, 'UNKNOWN_OPTION'],
    ['SYM', { chosen: ['其他'], other: 'x'.repeat(501) }, 'TOO_LONG'],
    ['SYM', ['头痛'], 'TYPE'],
    ['HIS_HOSP', {}, 'TYPE'],
    ['HIS_HOSP', [{}], 'TYPE'],
    ['HIS_HOSP', [{ why: 'x' }], 'TYPE'],
    ['HIS_HOSP', [{ reason: 5 }], 'TYPE'],
    ['HIS_HOSP', [{ reason: 'x'.repeat(101) }], 'TOO_LONG'],
    ['HIS_HOSP', Array.from({ length: 31 }, () => ({ reason: 'x' })), 'TOO_LONG'],
    ['HIS_MED', [{ adherence: '有时' }], 'UNKNOWN_OPTION'],
    ['SKIN', { normal: 'yes' }, 'TYPE'],
    ['SKIN', { normal: false }, 'MISSING'],
    ['SKIN', { normal: false, text: ' ' }, 'MISSING'],
    ['SKIN', { normal: false, text: 'x', urgent: true }, 'EXCLUSIVE'],
    ['ECG', { normal: true, urgent: true }, 'EXCLUSIVE'],
    ['ECG', { normal: true, urgent: 1 }, 'TYPE'],
    ['ECG', { normal: true, text: 'x'.repeat(501) }, 'TOO_LONG'],
    ['ORAL', { ...oral, lips: undefined }, 'MISSING'],
    ['ORAL', { ...oral, teeth: ['正常', '缺齿'] }, 'EXCLUSIVE'],
    ['ORAL', { ...oral, pharynx: '红' }, 'UNKNOWN_OPTION'],
    ['ORAL', { ...oral, tongue: '红' }, 'TYPE'],
    ['ASS_ADL', { ...levels, eat: undefined }, 'MISSING'],
    ['ASS_ADL', { ...levels, eat: 3 }, 'UNKNOWN_OPTION'],
    ['ASS_ADL', { ...levels, sleep: 'Mild' }, 'TYPE'],
    ['ASS_ADL', 3, 'TYPE'],
    ['TCM_CONST', { recordId: '' }, 'TYPE'],
  ])('%s %j: %s', (code, value, wanted) => {
    const fault = checkExamValue(itemOf(code), value);
    expect(fault).toMatchObject({ field: code, code: wanted });
    expect([...(fault?.text ?? '')].length).toBeLessThanOrEqual(42);
    expect(fault?.text).toMatch(/[。]$/);
  });

  test('the limits of entry are data', () => {
    const strict = changed(physicalItems, ['items', indexOf('SBP_L'), 'max'], 250);
    expect(checkExamValues(strict, { SBP_L: 260 })).toMatchObject([{ code: 'TOO_HIGH' }]);
    expect(checkExamValues(physicalItems, { SBP_L: 260 })).toEqual([]);
  });

  test('pairs and strangers', () => {
    expect(checkExamValues(physicalItems, { SBP_L: 80, DBP_L: 80 })).toMatchObject([
      { field: 'DBP_L', code: 'NOT_BELOW' },
    ]);
    expect(checkExamValues(physicalItems, { SBP_L: 20, DBP_L: 80 })).toMatchObject([
      { field: 'SBP_L', code: 'TOO_LOW' },
    ]);
    expect(checkExamValues(physicalItems, { SBP_L: 120, DBP_L: 80, FOO: 1 })).toMatchObject([
      { field: 'FOO', code: 'UNKNOWN_FIELD' },
    ]);
    expect(checkExamValues(physicalItems, { SBP_L: 120 })).toEqual([]);
  });

  test('the texts of all items are short enough for a field', () => {
    for (const item of physicalItems.items) {
      for (const value of [undefined, 'x', -1e9, 1e9, 0.123456, {}, [], { normal: false }, { chosen: [] }]) {
        const text = checkExamValue(item, value)?.text ?? '';
        expect([...text].length).toBeLessThanOrEqual(42);
      }
    }
  });
});

describe('self-care', () => {
  test.each(vectors)('$id: $total points, $band', ({ scores, total, band }) => {
    const chosen = selfCareTable.items.map(({ code, scores: row }, index) => [
      code,
      selfCareTable.levels[row.indexOf(scores[index] as number)],
    ]);
    expect(scoreSelfCare(Object.fromEntries(chosen) as Record<string, string>)).toMatchObject({ total, band });
  });

  test('bands have no gaps, and beyond the table is none', () => {
    const bands = Array.from({ length: 38 }, (_, total) => selfCareBand(total).band);
    expect(bands.filter((band, index) => band !== bands[index - 1])).toEqual([
      'Independent',
      'Mild',
      'Moderate',
      'Unable',
    ]);
    for (const total of [-1, 38, NaN, 3.5]) expect(() => selfCareBand(total)).toThrow(RangeError);
  });

  test('scores and bands are data', () => {
    expect(scoreSelfCare(levels, changed(selfCareTable, ['items', 0, 'scores', 1], 2))).toMatchObject({
      total: 5,
      band: 'Mild',
    });
    expect(selfCareBand(4, changed(changed(selfCareTable, ['bands', 0, 'max'], 4), ['bands', 1, 'min'], 5)).band).toBe(
      'Independent',
    );
    expect(scoreSelfCare({ ...levels, eat: 'Some' })).toBeUndefined();
  });
});
