/** What older people cannot hold in mind at once. */
const LONG_SENTENCE = 60;
const SENTENCE_END = /[。！？!?；;\n]/;
const SHOWN = 3;
const EXCERPT = 16;

/** Sentences that are too long to be understood at one reading, by how they begin. */
export const longSentencesIn = (lines: readonly string[]): string[] =>
  lines
    .flatMap((line) => line.split(SENTENCE_END))
    .map((sentence) => sentence.replace(/\s/g, ''))
    .filter((sentence) => [...sentence].length > LONG_SENTENCE)
    .map((sentence) => [...sentence].slice(0, EXCERPT).join(''));

/** Warnings about long sentences, the first of them named. */
export function sentenceWarnings(lines: readonly string[]): string[] {
  const long = longSentencesIn(lines);
  if (long.length === 0) return [];
  const named = long.slice(0, SHOWN).map((start) => `“${start}…”`);
  return [`有 ${long.length} 个句子超过 ${LONG_SENTENCE} 个字，老人读着吃力，请断开：${named.join('、')}`];
}
