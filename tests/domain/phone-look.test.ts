import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

const SOURCES = path.join(__dirname, '../../miniapp/src');
const TOKENS = path.join(SOURCES, 'styles/tokens.scss');

type Tokens = ReadonlyMap<string, string>;

/** The rules of tokens.scss: a selector's classes beside `.ui`, and its variables. */
const rules = [...readFileSync(TOKENS, 'utf8').matchAll(/^\.ui([.\w-]*) \{([^}]*)\}/gm)].map(([, classes, body]) => ({
  classes: (classes ?? '').split('.').filter(Boolean),
  tokens: [...(body ?? '').matchAll(/(--[\w-]+): ([^;]+);/g)].map(([, name, value]) => [name, value] as const),
}));

/** What a root with these classes has: the more classes a selector names, the later it counts, as in the browser. */
const tokensOf = (...classes: string[]): Tokens =>
  new Map(
    rules
      .filter((rule) => rule.classes.every((name) => classes.includes(name)))
      .sort((a, b) => a.classes.length - b.classes.length)
      .flatMap(({ tokens }) => tokens.map(([name, value]) => [name ?? '', value ?? ''] as const)),
  );

const read = (tokens: Tokens, name: string): string => {
  const value = tokens.get(name);
  if (value === undefined) throw new Error(`no token ${name}`);
  return value;
};

/** A size in points; sums of a variable and points are all that the tokens hold. */
function sizeOf(tokens: Tokens, name: string): number {
  const value = read(tokens, name);
  const sum = /^calc\(var\((--[\w-]+)\) ([+-]) ([\d.]+)px\)$/.exec(value);
  if (sum) return sizeOf(tokens, sum[1] ?? '') + Number(`${sum[2]}${sum[3]}`);
  const size = /^([\d.]+)(?:px)?$/.exec(value);
  if (!size) throw new Error(`${name} is no size: ${value}`);
  return Number(size[1]);
}

/** Relative luminance of a colour `#rrggbb`, by WCAG 2. */
function luminanceOf(colour: string): number {
  const parts = /^#(..)(..)(..)$/.exec(colour);
  if (!parts) throw new Error(`${colour} is no colour`);
  const [red = 0, green = 0, blue = 0] = parts.slice(1).map((part) => {
    const share = parseInt(part, 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrastOf(tokens: Tokens, text: string, ground: string): number {
  const [light = 0, dark = 0] = [text, ground].map((name) => luminanceOf(read(tokens, name))).sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const LOOKS: [string, string[], number][] = [
  ['normal', [], 4.5],
  ['elder', ['elder'], 7],
  ['contrast', ['contrast'], 7],
  ['elder and contrast', ['elder', 'contrast'], 7],
];

/** Which text stands on which ground. */
const GROUNDS: Record<string, string[]> = {
  '--ink': [
    '--paper',
    '--card',
    '--field',
    '--off',
    '--primary-soft',
    '--clay-soft',
    '--gold-soft',
    '--danger-soft',
    '--quiet-soft',
  ],
  '--ink-soft': ['--paper', '--card', '--field', '--off', '--primary-soft', '--clay-soft', '--quiet-soft'],
  '--primary': ['--paper', '--card', '--field', '--primary-soft'],
  '--on-primary': ['--primary'],
  '--clay': ['--paper', '--card', '--clay-soft'],
  '--gold': ['--card', '--gold-soft'],
  '--danger': ['--paper', '--card', '--danger-soft'],
};
const PAIRS = Object.entries(GROUNDS).flatMap(([text, grounds]) => grounds.map((ground) => [text, ground] as const));

describe.each(LOOKS)('%s', (_, classes, least) => {
  it.each(PAIRS)(`%s on %s has at least ${least}:1`, (text, ground) => {
    expect(contrastOf(tokensOf(...classes), text, ground)).toBeGreaterThanOrEqual(least);
  });

  it.each(['--card', '--paper'])('edges of fields stand out from %s', (ground) => {
    expect(contrastOf(tokensOf(...classes), '--line-field', ground)).toBeGreaterThanOrEqual(3);
  });
});

describe('sizes', () => {
  it.each([
    [[], 17],
    [['is-larger'], 20],
    [['is-largest'], 24],
    [['elder'], 22],
    [['elder', 'is-larger'], 26],
    [['elder', 'is-largest'], 30],
    [['elder', 'is-largest', 'contrast'], 30],
  ] as [string[], number][])('%p: main text %d', (classes, size) => {
    const tokens = tokensOf(...classes);
    expect(sizeOf(tokens, '--font-body')).toBe(size);
    const smallest = classes.includes('elder') ? 18 : 14;
    for (const name of [...tokens.keys()].filter((key) => key.startsWith('--font-')))
      expect([name, sizeOf(tokens, name) >= smallest]).toEqual([name, true]);
  });

  it.each([
    ['--line', 1.5, 1.6],
    ['--tap', 48, 64],
    ['--gap', 8, 12],
    ['--font-small', 14, 18],
  ])('%s is %d, in elder mode %d', (name, normal, elder) => {
    expect([sizeOf(tokensOf(), name), sizeOf(tokensOf('elder'), name)]).toEqual([normal, elder]);
  });

  it('high contrast changes no size', () => {
    const changed = rules.filter(({ classes }) => classes.includes('contrast')).flatMap(({ tokens }) => tokens);
    expect(changed.filter(([name]) => /^--(?:font|tap|gap|line$|icon|foot)/.test(name ?? ''))).toEqual([]);
  });
});

describe('the other stylesheets', () => {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.scss'))
    .map((name) => path.join(SOURCES, name))
    .filter((file) => file !== TOKENS);
  const LITERALS: [string, RegExp][] = [
    ['a colour', /#[0-9a-f]{3,8}\b|\b(?:rgb|hsl)a?\(|:\s*(?:white|black|red)\b/i],
    ['a size of letters', /font-size:(?!\s*var\()/],
    ['a radius', /border-radius:(?!\s*(?:var\(|50%))/],
    ['a shadow', /box-shadow:(?!\s*var\()/],
    ['a size of a drawing', /--icon:(?!\s*var\()/],
  ];
  const lines = files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .map((line, index) => `${path.relative(SOURCES, file)}:${index + 1} ${line.trim()}`),
  );

  it('are found', () => expect(files.length).toBeGreaterThan(8));

  it.each(LITERALS)('hold no literal for %s', (_, literal) => {
    expect(lines.filter((line) => literal.test(line))).toEqual([]);
  });

  it('name no variable that nobody sets', () => {
    const own = lines.flatMap((line) => [...line.matchAll(/(--[\w-]+):/g)].map(([, name]) => name ?? ''));
    const known = new Set([...tokensOf('elder', 'contrast').keys(), ...own]);
    const used = lines.flatMap((line) => [...line.matchAll(/var\((--[\w-]+)/g)].map(([, name]) => name ?? ''));
    expect(used.filter((name) => !known.has(name))).toEqual([]);
  });
});
