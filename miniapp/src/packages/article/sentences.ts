/** A text that can be read aloud sentence by sentence. */
export interface SpokenText {
  /** The HTML with each part of a sentence in a span of class `say`, which names the sentence's number. */
  html: string;
  sentences: string[];
}

const TAG = /(<[^>]*>)/;
const BLOCK = /^<\/?(?:p|h\d|ul|ol|li|table|caption|thead|tbody|tfoot|tr|td|th|blockquote|hr|br|img)\b/i;
/** Up to the sign that ends a sentence, with the quotation mark that closes behind it. */
const PART = /[^。！？；]*[。！？；]+[”’」』）)]*|[^。！？；]+/g;
const ENDS = /[。！？；]+[”’」』）)]*$/;
const SAYS_SOMETHING = /[\p{L}\p{N}]/u;
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ', '#39': "'" };

const plain = (text: string): string =>
  text.replace(/&(#?\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole).replace(/\s+/g, ' ');

/**
 * Finds the sentences of sanitised HTML. One may reach over bold words and links, but not over the end of a block.
 * @param first number of the first sentence
 */
export function findSentences(html: string, first = 0): SpokenText {
  const sentences: string[] = [];
  let current = '';
  const end = (): void => {
    if (current !== '') sentences.push(current.trim());
    current = '';
  };
  const markPart = (part: string): string => {
    const isLast = ENDS.test(part);
    // Signs alone, after a word that is bold, end its sentence and are no new one.
    if (current === '' && !SAYS_SOMETHING.test(part)) return part;
    const number = first + sentences.length;
    current += plain(part);
    if (isLast) end();
    return `<span class="say say-${number}">${part}</span>`;
  };
  const marked = html.split(TAG).map((piece) => {
    if (piece.startsWith('<')) {
      if (BLOCK.test(piece)) end();
      return piece;
    }
    return piece.replace(PART, markPart);
  });
  end();
  return { html: marked.join(''), sentences };
}

/** The HTML in which one sentence is lit, where classes cannot be changed on the page. */
export const lightSentence = (html: string, number: number): string =>
  html.replace(new RegExp(`class="say say-${number}"`, 'g'), `class="say say-${number} is-spoken"`);
