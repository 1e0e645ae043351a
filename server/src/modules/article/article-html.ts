import type sanitizeHtml from 'sanitize-html';

/** Loaded when the first article is written: with its parser it would be a tenth of the time that a start takes. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it at start
const sanitizer = (): typeof sanitizeHtml => require('sanitize-html') as typeof sanitizeHtml;

const SUMMARY_CHARACTERS = 80;
/** What an elder reads in a minute without hurry. */
const CHARACTERS_A_MINUTE = 300;
/** Deeper nesting is no text but an attack on whoever lays it out. */
const MAX_NESTING = 24;

const BLOCK_END = /<\/(?:p|h2|h3|li|blockquote|td|th|tr)>|<br \/>|<hr \/>/g;
const LINK_SCHEME = /^(?:https?:\/\/|tel:)/i;
const IMAGE_SOURCE = /^(?:https:\/\/|\/api\/v1\/files\/[A-Za-z0-9_-]+$)/i;
// eslint-disable-next-line no-control-regex -- they have no place in a text and confuse parsers
const CONTROL_CHARACTERS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

const options: sanitizeHtml.IOptions = {
  allowedTags: [
    ...['p', 'h2', 'h3', 'ul', 'ol', 'li', 'strong', 'em', 'u', 's', 'blockquote', 'br', 'hr', 'a', 'img'],
    ...['table', 'caption', 'thead', 'tbody', 'tfoot', 'tr', 'th', 'td'],
  ],
  allowedAttributes: {
    a: ['href', 'target', 'rel'],
    img: ['src', 'alt'],
    th: ['colspan', 'rowspan'],
    td: ['colspan', 'rowspan'],
  },
  allowedSchemes: ['http', 'https', 'tel'],
  allowedSchemesByTag: { img: ['https'] },
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard',
  // What a browser reads as raw text or in another language than HTML goes with all it holds: kept as text it
  // could turn into markup when it is parsed again.
  nonTextTags: [
    ...['script', 'style', 'textarea', 'option', 'xmp', 'noscript', 'noembed', 'noframes', 'plaintext', 'title'],
    ...['template', 'svg', 'math', 'iframe', 'object', 'embed', 'audio', 'video', 'canvas', 'select', 'button'],
  ],
  nestingLimit: MAX_NESTING,
  transformTags: {
    h1: 'h2',
    b: 'strong',
    i: 'em',
    // The address first: by it the pictures of a text are found.
    img: (tagName, { src, alt }) => ({
      tagName,
      attribs: { ...(src === undefined ? {} : { src }), ...(alt === undefined ? {} : { alt }) },
    }),
    a: (tagName, { href }) =>
      href !== undefined && LINK_SCHEME.test(href.trim())
        ? { tagName, attribs: { href: href.trim(), target: '_blank', rel: 'noopener noreferrer' } }
        : { tagName, attribs: {} },
  },
  exclusiveFilter: ({ tag, attribs }) => tag === 'img' && !IMAGE_SOURCE.test(attribs.src ?? ''),
};

/** The HTML of an article with nothing in it that could run or reach out. */
export const sanitiseArticle = (html: string): string =>
  sanitizer()(html.replace(CONTROL_CHARACTERS, ''), options).trim();

const ENTITIES: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&amp;': '&' };

/** The plain text of sanitised HTML, a blank between blocks. */
export function textOf(html: string): string {
  const text = sanitizer()(html.replace(BLOCK_END, '$& '), { allowedTags: [], allowedAttributes: {} });
  return text
    .replace(/&(?:lt|gt|quot|amp);/g, (entity) => ENTITIES[entity] ?? entity)
    .replace(/\s+/g, ' ')
    .trim();
}

/** The uploaded pictures in sanitised HTML. */
export const fileIdsIn = (html: string): string[] =>
  [...html.matchAll(/<img src="\/api\/v1\/files\/([A-Za-z0-9_-]+)"/g)].flatMap(([, id]) => id ?? []);

/** Whether sanitised HTML shows nothing. */
export const isEmptyArticle = (html: string): boolean => textOf(html) === '' && !html.includes('<img ');

/** The first words of a text, for lists. */
export const summarise = (text: string): string => {
  const letters = [...text];
  return letters.length <= SUMMARY_CHARACTERS ? text : `${letters.slice(0, SUMMARY_CHARACTERS).join('')}…`;
};

/** Minutes of calm reading, at least one. */
export const readMinutesOf = (text: string): number =>
  Math.max(1, Math.ceil([...text.replace(/\s/g, '')].length / CHARACTERS_A_MINUTE));
