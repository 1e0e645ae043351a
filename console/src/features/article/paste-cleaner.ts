/*
 * What Word and WeChat put on the clipboard is a page with their own styles. Here it becomes what the editor knows,
 * before the editor reads it.
 */

const GONE = 'script,style,meta,link,title,xml,iframe,object,embed,video,audio,svg,mpvoice,form,input,button';
const BLOCKS = 'p,h1,h2,h3,h4,h5,h6,ul,ol,li,table,tr,td,th,blockquote,section,div,figure,pre,hr';
const OWN_PICTURE = /^\/api\/v1\/files\/[A-Za-z0-9_-]+$/;
const LINK = /^(?:https?:\/\/|tel:)/i;
const NUMBERED = /^\s*[(（]?(?:\d+|[一二三四五六七八九十]+)[.．)）、]/;

/** What is left of something that was pasted. */
export interface Pasted {
  html: string;
  /** Pictures that lie on other sites, which do not show them elsewhere. */
  picturesLost: number;
}

const rename = (element: Element, name: string): Element => {
  const renamed = element.ownerDocument.createElement(name);
  renamed.append(...element.childNodes);
  element.replaceWith(renamed);
  return renamed;
};

const unwrap = (element: Element): void => element.replaceWith(...element.childNodes);

/** Word writes lists as paragraphs that begin with a drawn dot or number. */
function makeLists(body: HTMLElement): void {
  const isItem = (element: Element | null): element is HTMLElement =>
    element !== null && /mso-list:/i.test(element.getAttribute('style') ?? '') && element.tagName === 'P';
  for (const first of [...body.querySelectorAll('p')].filter((p) => isItem(p) && !isItem(p.previousElementSibling))) {
    const items: HTMLElement[] = [];
    for (let item: Element | null = first; isItem(item); item = item.nextElementSibling) items.push(item);
    const sign = first.querySelector('[style*="mso-list"]')?.textContent ?? '';
    const list = body.ownerDocument.createElement(NUMBERED.test(sign) ? 'ol' : 'ul');
    first.before(list);
    for (const item of items) {
      item.querySelectorAll('[style*="mso-list"]').forEach((mark) => mark.remove());
      list.append(rename(item, 'li'));
    }
  }
}

const isBold = (element: Element): boolean =>
  /font-weight:\s*(?:bold|[6-9]00)/i.test(element.getAttribute('style') ?? '');

/** Styles that mean something become what means it. */
function keepMeaning(body: HTMLElement): void {
  for (const span of body.querySelectorAll('span,font'))
    if (isBold(span) && span.textContent?.trim()) rename(span, 'strong');
  for (const heading of body.querySelectorAll('h1')) rename(heading, 'h2');
  for (const heading of body.querySelectorAll('h4,h5,h6')) {
    const strong = body.ownerDocument.createElement('strong');
    strong.append(...heading.childNodes);
    heading.append(strong);
    rename(heading, 'p');
  }
}

/** WeChat puts every line into frames within frames: the innermost become paragraphs, the others go. */
function flatten(body: HTMLElement): void {
  for (const frame of [...body.querySelectorAll('section,div,figure,center,article')].reverse()) {
    const hasBlocks = frame.querySelector(BLOCKS) !== null;
    if (hasBlocks || frame.parentElement?.closest('p,h2,h3,li')) unwrap(frame);
    else rename(frame, 'p');
  }
}

function dropPictures(body: HTMLElement): number {
  const foreign = [...body.querySelectorAll('img')].filter(
    (image) => !OWN_PICTURE.test(image.getAttribute('src') ?? ''),
  );
  foreign.forEach((image) => image.remove());
  return foreign.length;
}

function dropAttributes(body: HTMLElement): void {
  const kept: Record<string, readonly string[]> = {
    A: ['href'],
    IMG: ['src', 'alt'],
    TD: ['colspan', 'rowspan'],
    TH: ['colspan', 'rowspan'],
  };
  for (const element of body.querySelectorAll('*'))
    for (const { name } of [...element.attributes])
      if (!kept[element.tagName]?.includes(name)) element.removeAttribute(name);
  for (const link of body.querySelectorAll('a')) if (!LINK.test(link.getAttribute('href') ?? '')) unwrap(link);
}

const isEmpty = (element: Element): boolean =>
  (element.textContent ?? '').replace(/[\s\u00a0\u200b\ufeff]/g, '') === '' && !element.querySelector('img,hr,table');

/** Line ends between frames are no blanks of the text. */
function trimLoose(body: HTMLElement): void {
  body.normalize();
  for (const node of [...body.childNodes])
    if (node.nodeType === Node.TEXT_NODE && !(node.previousSibling as Element | null)?.matches('a,strong,em,u,s,b,i'))
      node.textContent = (node.textContent ?? '').trimStart();
}

/** Makes of pasted HTML what an article can hold. */
export function cleanPasted(html: string): Pasted {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  body.querySelectorAll(GONE).forEach((element) => element.remove());
  const comments = document.createTreeWalker(body, NodeFilter.SHOW_COMMENT);
  const found: Node[] = [];
  while (comments.nextNode()) found.push(comments.currentNode);
  found.forEach((comment) => (comment as Comment).remove());
  makeLists(body);
  keepMeaning(body);
  flatten(body);
  const picturesLost = dropPictures(body);
  dropAttributes(body);
  // Frames of no meaning, Word's own among them.
  [...body.querySelectorAll('span,font,label')].forEach(unwrap);
  [...body.querySelectorAll('*')].filter(({ tagName }) => tagName.includes(':')).forEach(unwrap);
  [...body.querySelectorAll('p,h2,h3,li,strong,em,u,blockquote')]
    .reverse()
    .filter(isEmpty)
    .forEach((block) => block.remove());
  trimLoose(body);
  return { html: body.innerHTML.replace(/(?:\u00a0|&nbsp;)+/g, ' ').replace(/[\u200b\ufeff]/g, ''), picturesLost };
}
