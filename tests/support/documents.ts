import { buildZip, type Entry } from './workbooks';

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const DRAWING = 'http://schemas.openxmlformats.org/drawingml/2006';

/** A paragraph of a Word document; what it holds is WordprocessingML. */
export const paragraph = (content: string, style?: string): string =>
  `<w:p>${style === undefined ? '' : `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`}${content}</w:p>`;

/** A piece of text. */
export const run = (text: string, properties = ''): string =>
  `<w:r>${properties && `<w:rPr>${properties}</w:rPr>`}<w:t xml:space="preserve">${text}</w:t></w:r>`;

/** Text that was put in while changes were tracked. */
export const inserted = (text: string): string =>
  `<w:ins w:id="1" w:author="a" w:date="2026-01-01T00:00:00Z">${run(text)}</w:ins>`;

/** Text that was taken out while changes were tracked. */
export const deleted = (text: string): string =>
  `<w:del w:id="2" w:author="a" w:date="2026-01-01T00:00:00Z"><w:r><w:delText>${text}</w:delText></w:r></w:del>`;

/** A picture by its number, with what it shows. */
export const drawing = (number: number, alt: string): string =>
  '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">' +
  `<wp:docPr id="${number}" name="p" descr="${alt}"/><a:graphic xmlns:a="${DRAWING}/main"><a:graphicData>` +
  `<pic:pic xmlns:pic="${DRAWING}/picture"><pic:blipFill><a:blip r:embed="rIdP${number}" xmlns:r="${RELATIONS}"/>` +
  '</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>';

interface DocumentParts {
  /** Bytes of the pictures, with their extension. */
  pictures?: { bytes: Buffer; type: string }[];
  /** What stands before the root of the text. */
  prolog?: string;
}

/** The files of a Word document. */
export function documentEntries(body: string, { pictures = [], prolog = '' }: DocumentParts = {}): Entry[] {
  const xml = (name: string, text: string): Entry => ({ name, bytes: Buffer.from(`<?xml version="1.0"?>${text}`) });
  const relation = (id: string, kind: string, target: string): string =>
    `<Relationship Id="${id}" Type="${RELATIONS}/${kind}" Target="${target}"/>`;
  const relations = (inner: string): string =>
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${inner}</Relationships>`;
  const style = (id: string, name: string): string =>
    `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/></w:style>`;
  return [
    xml(
      '[Content_Types].xml',
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">' +
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>' +
        '<Default Extension="emf" ContentType="image/x-emf"/></Types>',
    ),
    xml('_rels/.rels', relations(relation('rId1', 'officeDocument', 'word/document.xml'))),
    xml(
      'word/styles.xml',
      `<w:styles ${W}>${style('1', 'heading 1')}${style('2', 'heading 2')}${style('a', 'Title')}</w:styles>`,
    ),
    xml(
      'word/_rels/document.xml.rels',
      relations(
        relation('rIdS', 'styles', 'styles.xml') +
          pictures.map(({ type }, i) => relation(`rIdP${i + 1}`, 'image', `media/image${i + 1}.${type}`)).join(''),
      ),
    ),
    xml('word/document.xml', `${prolog}<w:document ${W}><w:body>${body}</w:body></w:document>`),
    ...pictures.map(({ bytes, type }, i) => ({ name: `word/media/image${i + 1}.${type}`, bytes })),
  ];
}

/** A Word document. */
export const buildDocument = (body: string, parts: DocumentParts = {}): Buffer =>
  buildZip(documentEntries(body, parts));
