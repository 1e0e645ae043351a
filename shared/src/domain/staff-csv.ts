/** Headings of the table of staff, in the order of the template. */
export const staffColumns = {
  username: '用户名',
  name: '姓名',
  title: '职称',
  roles: '角色',
  teams: '团队',
} as const;

/** Roles as the table and the console call them. */
export const roleNames = {
  director: '主任',
  doctor: '医生',
  nurse: '护士',
  desk: '前台',
  editor: '宣传编辑',
  admin: '管理员',
  publicHealth: '公卫人员',
  auditor: '审计员',
} as const;

/** Accounts that one file holds at most. */
export const MAX_STAFF_ROWS = 500;

/** Whether a spreadsheet would take the text for a formula. */
export const looksLikeFormula = (text: string): boolean => /^[=+\-@\t\r＝＋－＠]/.test(text);

const cellOf = (text: string): string => {
  const harmless = looksLikeFormula(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
};

/** A table as a CSV file that Excel opens in Chinese, without formulas: the mark at its start says UTF-8. */
export const toCsv = (rows: readonly (readonly string[])[]): string =>
  `\uFEFF${rows.map((row) => row.map(cellOf).join(',')).join('\r\n')}\r\n`;

/** The table that is filled in, with one row as an example. */
export const staffTemplate = (): string =>
  toCsv([Object.values(staffColumns), ['lin.jingqiu', '林静秋', '全科主治医师', '医生、护士', '']]);
