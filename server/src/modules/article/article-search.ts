/** What one article may bring into the index; a text of this many different pairs is a book. */
const MAX_TOKENS = 6000;

const WORD = /[\p{L}\p{N}]+/gu;

const wordsOf = (text: string): string[][] =>
  (text.normalize('NFKC').toLowerCase().match(WORD) ?? []).map((word) => [...word]);

const pairsOf = (letters: readonly string[]): string[] =>
  letters.slice(1).map((letter, index) => `${letters[index] ?? ''}${letter}`);

/**
 * What an article is found by: every letter and every two letters that stand side by side. Chinese is written
 * without blanks; pairs find any part of a word without a dictionary.
 */
export function searchTokensOf(...texts: readonly string[]): string[] {
  const tokens = new Set<string>();
  for (const letters of texts.flatMap(wordsOf))
    for (const token of [...pairsOf(letters), ...letters]) {
      tokens.add(token);
      if (tokens.size === MAX_TOKENS) return [...tokens];
    }
  return [...tokens];
}

/** The tokens that an article must hold to be found by these words; none where there is nothing to look for. */
export const queryTokensOf = (words: string): string[] => [
  ...new Set(wordsOf(words).flatMap((letters) => (letters.length === 1 ? letters : pairsOf(letters)))),
];
