const WORD = /[\p{L}\p{N}]+/gu;
const PART = /[a-z]+|\p{N}+|[^a-z\p{N}]+/gu;
const IS_CHINESE = /^[^a-z\p{N}]/u;

/** A text as it is compared: full-width signs as usual ones, small letters. */
export const normalise = (text: string): string => text.normalize('NFKC').toLowerCase();

/** What stands between signs, in a normalised text. */
export const runsOf = (text: string): string[] => text.match(WORD) ?? [];

const pairsOf = (letters: readonly string[]): string[] =>
  letters.slice(1).map((letter, index) => `${letters[index] ?? ''}${letter}`);

/**
 * What a run is looked for by: Latin words and numbers whole, of Chinese every two letters that stand side by side, and a
 * letter that stands alone.
 */
export const queryTokensOfRun = (run: string): string[] =>
  (run.match(PART) ?? []).flatMap((part) => {
    const letters = [...part];
    return IS_CHINESE.test(part) && letters.length > 1 ? pairsOf(letters) : [part];
  });

/** What a text is found by, with how often it holds each: as above, and every Chinese letter by itself. */
export function countTokens(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  const add = (token: string): void => void counts.set(token, (counts.get(token) ?? 0) + 1);
  for (const run of runsOf(text))
    for (const part of run.match(PART) ?? []) {
      if (!IS_CHINESE.test(part)) {
        add(part);
        continue;
      }
      let before = '';
      for (const letter of part) {
        add(letter);
        if (before !== '') add(before + letter);
        before = letter;
      }
    }
  return counts;
}

/** How often a phrase stands in a text, counted no further than `most`. */
export function countPhrase(text: string, phrase: string, most: number): number {
  let count = 0;
  for (let at = text.indexOf(phrase); at >= 0 && count < most; at = text.indexOf(phrase, at + phrase.length))
    count += 1;
  return count;
}
