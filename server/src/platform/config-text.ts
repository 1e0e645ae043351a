const ALLOWED_TAGS: ReadonlySet<string> = new Set(['h2', 'h3', 'p', 'ul', 'ol', 'li', 'strong', 'blockquote']);

/** A tag, or a `<` that begins none. */
const TAG_PATTERN = /<(?:(\/?)([a-z][a-z0-9]*)([^<>]*)>)?/gi;

/**
 * Faults of a legal text: it may only use a few plain elements without attributes, all of them closed,
 * because it is shown in the mini-program and hashed exactly as it stands.
 */
export function findTextFaults(html: string): string[] {
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
  if (html.replace(TAG_PATTERN, '').trim() === '') faults.push('没有内容');
  return [...new Set(faults)];
}
