const ALLOWED_TAGS: ReadonlySet<string> = new Set(['h2', 'h3', 'p', 'ul', 'ol', 'li', 'strong', 'blockquote']);

/** A tag, or a `<` that begins none. */
const TAG_PATTERN = /<(?:(\/?)([a-z][a-z0-9]*)([^<>]*)>)?/gi;

const PLACEHOLDER_PATTERN = /\{\{([^{}]*)\}\}/g;

/** What a legal text leaves open for the centre to fill, and what each stands for. */
export const textPlaceholders = { centreName: '中心名称', centrePhone: '中心电话', centreAddress: '中心地址' } as const;

/** Without these nobody could tell whose text it is. */
const NEEDED: readonly (keyof typeof textPlaceholders)[] = ['centreName', 'centrePhone'];

/** Values for the placeholders. */
export type TextFilling = Record<keyof typeof textPlaceholders, string>;

const isPlaceholder = (name: string): name is keyof TextFilling => name in textPlaceholders;

function tagFaults(html: string): string[] {
  const faults: string[] = [];
  const open: string[] = [];
  for (const [, slash, name, rest] of html.matchAll(TAG_PATTERN)) {
    if (name === undefined) faults.push('有单独的“<”');
    else if (!ALLOWED_TAGS.has(name)) faults.push(`不能使用 <${name}>，只能用 ${[...ALLOWED_TAGS].join('、')}`);
    else if (rest?.trim()) faults.push(`<${name}> 不能带属性`);
    else if (!slash) open.push(name);
    else if (open.pop() !== name) faults.push(`</${name}> 没有对应的开头`);
  }
  for (const name of open) faults.push(`<${name}> 没有结束`);
  return faults;
}

function placeholderFaults(html: string): string[] {
  const used = [...html.matchAll(PLACEHOLDER_PATTERN)].map(([, name = '']) => name);
  const unknown = used.filter((name) => !isPlaceholder(name)).map((name) => `不认识 {{${name}}}`);
  // A text taken over from another centre must not go out under the wrong name or phone.
  const missing = NEEDED.filter((name) => !used.includes(name)).map(
    (name) => `没有写明${textPlaceholders[name]}，请写上 {{${name}}}`,
  );
  return [...unknown, ...missing];
}

/**
 * Faults of a legal text: it may only use a few plain elements without attributes, all of them closed, because it
 * is shown in the mini-program and hashed exactly as it stands; and it must leave the centre's name and phone to be filled.
 */
export function findTextFaults(html: string): string[] {
  const faults = [...tagFaults(html), ...placeholderFaults(html)];
  if (html.replace(TAG_PATTERN, '').trim() === '') faults.push('没有内容');
  return [...new Set(faults)];
}

const escapeHtml = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

/** The text as it is read and signed, with the placeholders filled. */
export const fillText = (html: string, filling: TextFilling): string =>
  html.replace(PLACEHOLDER_PATTERN, (whole, name: string) => (isPlaceholder(name) ? escapeHtml(filling[name]) : whole));

/** The version that follows those used: the year and a number within it, as `2026-2`. */
export function nextTextVersion(used: readonly string[], year: number): string {
  let no = 1;
  while (used.includes(`${year}-${no}`)) no += 1;
  return `${year}-${no}`;
}
