import { firstRow, holds, reasonsFor, sayReason, type Condition } from '@linkang/shared/domain/rule-table';

const line = (op: '<' | '<=' | '==' | '>=' | '>', value: number): Condition => ({ field: 'x', op, value });

describe('conditions', () => {
  test.each([
    ['<', [true, false, false]],
    ['<=', [true, true, false]],
    ['==', [false, true, false]],
    ['>=', [false, true, true]],
    ['>', [false, false, true]],
  ] as const)('%s below, at and above a line', (op, wanted) => {
    expect([4.9, 5, 5.1].map((x) => holds(line(op, 5), { x }))).toEqual(wanted);
  });

  test('what is not known makes every comparison false, and its opposite true', () => {
    expect(holds(line('<', 5), {})).toBe(false);
    expect(holds({ not: line('<', 5) }, {})).toBe(true);
    expect(holds({ field: 'x', op: '>=', than: 'y' }, { x: 5 })).toBe(false);
    expect(holds({ field: 'x', op: '>=', than: 'y' }, { x: 5, y: 5 })).toBe(true);
  });

  test('words and numbers are never compared by size', () => {
    expect(holds(line('<', 5), { x: '4' })).toBe(false);
    expect(holds({ field: 'x', op: '>', value: 'a' }, { x: 'b' })).toBe(false);
    expect(holds({ field: 'x', op: '==', value: '5' }, { x: 5 })).toBe(false);
  });

  test('all of nothing is true, any of nothing is not', () => {
    expect(holds({ all: [] }, {})).toBe(true);
    expect(holds({ any: [] }, {})).toBe(false);
  });

  test('a definition that is missing is a fault of the table', () => {
    expect(() => holds({ ref: 'gone' }, {})).toThrow(RangeError);
    expect(holds({ ref: 'low' }, { x: 4 }, { low: line('<', 5) })).toBe(true);
  });

  test('the first row that is true wins', () => {
    const rows = [
      { id: 'a', when: line('>', 9) },
      { id: 'b', when: line('>', 5) },
      { id: 'c', when: line('>', 4) },
    ];
    expect(firstRow(rows, { x: 6 })?.id).toBe('b');
    expect(firstRow(rows, { x: 1 })).toBeUndefined();
  });
});

describe('reasons', () => {
  const condition: Condition = { any: [line('>=', 180), { field: 'pain', op: '==', value: true }] };

  test('are the comparisons that decided, each once', () => {
    expect(reasonsFor(condition, { x: 190, pain: false }).map(({ field }) => field)).toEqual(['x']);
    expect(reasonsFor({ all: [line('>=', 1), line('>=', 1)] }, { x: 1 })).toHaveLength(1);
  });

  test('a missed target is one, a danger that is not there is none', () => {
    expect(reasonsFor({ not: line('<', 140) }, { x: 150 })).toEqual([
      { field: 'x', op: '<', value: 140, actual: 150, isTrue: false },
    ]);
    expect(reasonsFor({ not: condition }, { x: 150, pain: false })).toEqual([]);
  });

  test('fields that only choose the branch are not told', () => {
    const byAge: Condition = {
      any: [
        { all: [{ field: 'age', op: '<', value: 65 }, line('<', 140)] },
        { all: [{ field: 'age', op: '>=', value: 65 }, line('<', 150)] },
      ],
    };
    const told = (age: number) => reasonsFor({ not: byAge }, { age, x: 160 }, {}, ['age']).map(({ value }) => value);
    expect([told(60), told(70)]).toEqual([[140], [150]]);
  });

  test.each([
    [{ op: '>=', isTrue: true }, '高压150，达到140'],
    [{ op: '<', isTrue: false }, '高压150，达到140'],
    [{ op: '<=', isTrue: false }, '高压150，高于140'],
    [{ op: '<', isTrue: true }, '高压150，低于140'],
  ] as const)('%j in words', (part, said) => {
    expect(sayReason({ field: 'x', value: 140, actual: 150, ...part }, { x: { name: '高压' } })).toBe(said);
  });

  test('phrases and stored codes in words', () => {
    const yes = { field: 'p', op: '==', value: true, actual: true, isTrue: true } as const;
    expect(sayReason(yes, { p: { say: '有胸痛' } })).toBe('有胸痛');
    expect(sayReason({ ...yes, actual: false, isTrue: false }, { p: { name: '胸痛' } })).toBe('胸痛：否');
    expect(
      sayReason({ ...yes, value: 'some', actual: 'some' }, { p: { name: '症状' } }, { p: { some: '部分存在' } }),
    ).toBe('症状：部分存在');
  });
});
