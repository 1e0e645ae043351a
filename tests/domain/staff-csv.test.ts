import { looksLikeFormula, staffTemplate, toCsv } from '@linkang/shared/domain/staff-csv';

describe('tables for spreadsheets', () => {
  it('begin with the mark of UTF-8 and end each line as Excel does', () => {
    expect(toCsv([['姓名'], ['林静秋']])).toBe('\uFEFF姓名\r\n林静秋\r\n');
  });

  it('quote commas, quotes and line ends', () => {
    expect(toCsv([['a,b', '说"好"', 'x\ny', 'z']])).toBe('\uFEFF"a,b","说""好""","x\ny",z\r\n');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1'])('hold no formula: %j', (text) => {
    expect(looksLikeFormula(text)).toBe(true);
    expect(toCsv([[text]])).toMatch(/^\uFEFF"?'/);
  });

  it('leave other text as it is', () => {
    expect(looksLikeFormula('a=1')).toBe(false);
    expect(toCsv([['a=1']])).toBe('\uFEFFa=1\r\n');
  });

  it('have a template with all columns', () => {
    expect(staffTemplate().split('\r\n')[0]).toBe('\uFEFF用户名,姓名,职称,角色,团队');
  });
});
