/** The names of all fields of a reply, also inside of others: `items[].place name`. Lists count all of their rows. */
export function fieldPathsOf(value: unknown, at = ''): Set<string> {
  const paths = new Set<string>();
  const add = (inner: Set<string>): void => inner.forEach((path) => paths.add(path));
  if (Array.isArray(value)) value.forEach((row) => add(fieldPathsOf(row, `${at}[]`)));
  else if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value)) {
      const path = at ? `${at}.${key}` : key;
      const below = fieldPathsOf(inner, path);
      if (below.size) add(below);
      else paths.add(path);
    }
  return paths;
}
