import { diffArrays, diffWordsWithSpace } from 'diff';

/** A piece of a line: on both sides, or on one only. */
export interface DiffPart {
  kind: 'same' | 'added' | 'removed';
  text: string;
}

/** A line of two texts side by side; a side without the line has no parts. */
export interface DiffRow {
  kind: 'same' | 'added' | 'removed' | 'changed';
  before: DiffPart[];
  after: DiffPart[];
}

const BLOCKS = 'p,h2,h3,li,blockquote,td,th,caption';
/** What two lines must have in common to be one line that was changed. */
const LIKENESS = 0.3;

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

const ownText = (block: Element): string => {
  const copy = block.cloneNode(true) as Element;
  copy.querySelectorAll(BLOCKS).forEach((inner) => inner.remove());
  copy.querySelectorAll('img').forEach((image) => image.replaceWith(`［图：${image.getAttribute('alt') ?? ''}］`));
  copy.querySelectorAll('br').forEach((lineBreak) => lineBreak.replaceWith(' '));
  return (copy.textContent ?? '').trim();
};

/** The lines of a text, as they follow one another; pictures and links are told in words. */
export function linesOf(html: string): string[] {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  const blocks = [...body.querySelectorAll(`${BLOCKS},img`)].filter(
    (element) => element.tagName !== 'IMG' || !element.parentElement?.closest(BLOCKS),
  );
  return blocks
    .map((element) => (element.tagName === 'IMG' ? `［图：${element.getAttribute('alt') ?? ''}］` : ownText(element)))
    .filter((line) => line !== '');
}

const whole = (kind: DiffPart['kind'], text: string): DiffPart[] => [{ kind, text }];

/** Two lines word by word; null where they have too little in common. */
function compareLines(before: string, after: string): DiffRow | null {
  const parts = diffWordsWithSpace(before, after, { intlSegmenter: segmenter }).map(
    ({ added, removed, value }): DiffPart => ({ kind: added ? 'added' : removed ? 'removed' : 'same', text: value }),
  );
  const common = parts.filter(({ kind }) => kind === 'same').reduce((sum, { text }) => sum + text.length, 0);
  if (common < LIKENESS * Math.max(before.length, after.length)) return null;
  return {
    kind: 'changed',
    before: parts.filter(({ kind }) => kind !== 'added'),
    after: parts.filter(({ kind }) => kind !== 'removed'),
  };
}

const removedRow = (line: string): DiffRow => ({ kind: 'removed', before: whole('removed', line), after: [] });
const addedRow = (line: string): DiffRow => ({ kind: 'added', before: [], after: whole('added', line) });

/** What was taken away and put in its place, line against line. */
function compareBlocks(removed: readonly string[], added: readonly string[]): DiffRow[] {
  return Array.from({ length: Math.max(removed.length, added.length) }, (_, index) => {
    const [before, after] = [removed[index], added[index]];
    const changed = before !== undefined && after !== undefined ? compareLines(before, after) : null;
    if (changed) return [changed];
    return [...(before === undefined ? [] : [removedRow(before)]), ...(after === undefined ? [] : [addedRow(after)])];
  }).flat();
}

/** Two texts line by line, and lines that were changed word by word. */
export function diffTexts(before: readonly string[], after: readonly string[]): DiffRow[] {
  const rows: DiffRow[] = [];
  let removed: string[] = [];
  for (const { added, removed: isRemoved, value } of [...diffArrays([...before], [...after])]) {
    if (isRemoved) {
      removed = value;
      continue;
    }
    if (added) rows.push(...compareBlocks(removed, value));
    else {
      rows.push(...removed.map(removedRow));
      rows.push(
        ...value.map((line): DiffRow => ({ kind: 'same', before: whole('same', line), after: whole('same', line) })),
      );
    }
    removed = [];
  }
  return [...rows, ...removed.map(removedRow)];
}
