import { errorCatalogue } from '@linkang/shared/errors';
import {
  faultsOfText,
  hasAdvice,
  readWordings,
  residentRules,
  staffRules,
  wordingsOf,
  type WordingRule,
} from '../support/wording';

/*
 * The words of docs/wording.md, as far as a machine can tell. What is filled in at run time is looked at by people.
 */
const faultsIn = (place: string, rules: readonly WordingRule[]): string[] =>
  readWordings(place).flatMap(({ where, text }) =>
    faultsOfText(text, rules).map((fault) => `${where} ${text}: ${fault}`),
  );

describe('texts', () => {
  test.each(['miniapp/src', 'shared/src/errors.ts'])('residents read their own language: %s', (place) => {
    expect(readWordings(place).length).toBeGreaterThan(20);
    expect(faultsIn(place, residentRules)).toEqual([]);
  });

  test('staff read Chinese as it is set', () => {
    expect(readWordings('console/src').length).toBeGreaterThan(1000);
    expect(faultsIn('console/src', staffRules)).toEqual([]);
  });

  test('every error says what to do next, and its title fits a line', () => {
    const rows = Object.entries(errorCatalogue);
    expect(rows.filter(([, { detail }]) => !hasAdvice(detail)).map(([code]) => code)).toEqual([]);
    expect(rows.filter(([, { title }]) => title.length > 14 || /。$/.test(title)).map(([code]) => code)).toEqual([]);
    expect(rows.filter(([, { detail }]) => !/[。？]$/.test(detail)).map(([code]) => code)).toEqual([]);
  });
});

describe('the rules', () => {
  test.each([
    '点击这里',
    '操作失败',
    '请先登陆',
    '你的预约',
    '请使用 JSON。',
    '请注意:空腹',
    '体检(免费)',
    '预约日期 2026-06-04',
    '数据加载中',
    '是否取消',
  ])('refuse: %s', (text) => expect(faultsOfText(text, residentRules)).not.toEqual([]));

  test.each(['要取消这个预约吗？', '6月4日 周四 上午9:00', 'BMI 24.5', '身份证号最后一位是X', '还有3个号'])(
    'allow: %s',
    (text) => expect(faultsOfText(text, residentRules)).toEqual([]),
  );

  test('texts are read from strings, templates and elements, not from comments', () => {
    const source = '// 注释\nconst a = \'字\'; const b = `还有${1}个`; const c = <p title="题">文 <b>粗</b></p>;';
    expect(wordingsOf('a.tsx', source).map(({ text }) => text)).toEqual(['字', '还有…个', '题', '文', '粗']);
  });
});
