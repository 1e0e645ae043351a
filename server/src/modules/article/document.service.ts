import { randomBytes } from 'node:crypto';
import type { ArticleRoutes } from '@linkang/shared/api/article.routes';
import type { Reply } from '@linkang/shared/api/route';
import { AppError } from '@linkang/shared/errors';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import type { IdempotentRequestInfo } from '../../platform/module';
import { createPicture } from '../file';
import { isEmptyArticle, sanitiseArticle, textOf } from './article-html';
import { DocumentError, type DocumentFault } from './document.archive';
import { convertDocument } from './document.convert';

const TITLE_CHARACTERS = 60;
/** Word puts pictures into paragraphs; in an article they stand for themselves. */
const ONLY_PICTURES = /<p>((?:<img [^>]*>\s*)+)<\/p>/g;
const MAX_HTML = 800_000;
const FIRST_HEADING = /^\s*<h[12]>((?:(?!<\/h[12]>)[\s\S])*)<\/h[12]>/;

const words: Record<DocumentFault, string> = {
  notWord: '这不是 Word 文档（.docx），请换一个文件。',
  locked: '这是旧版 Word 文档（.doc），或者加了密码。请用 Word 打开，去掉密码，另存为 .docx 后再上传。',
  tooLarge: '这个文档解开后太大，请把图片压缩，或者分成几篇后再上传。',
  broken: '这个文档打不开，可能已损坏。请用 Word 打开，另存为 .docx 后再上传。',
  slow: '这个文档读得太久了，请分成几篇，或者把文字复制到编辑框里。',
  empty: '这个文档里没有文字，请换一个文件。',
};

const refuse = (fault: DocumentFault): AppError =>
  fault === 'notWord' || fault === 'locked'
    ? new AppError('UNSUPPORTED_MEDIA_TYPE', { detail: words[fault] })
    : new AppError('VALIDATION_FAILED', {
        fields: [fieldFault('body', 'DOCUMENT', words[fault])],
        detail: words[fault],
      });

/** Keeps the pictures of a document. @returns the address of each; none of one that cannot be shown */
async function keepPictures(
  pictures: readonly Uint8Array[],
  request: IdempotentRequestInfo,
): Promise<(string | null)[]> {
  const { idem, bodyHash } = request.idempotency;
  const urls: (string | null)[] = [];
  for (const [index, bytes] of pictures.entries()) {
    const own = { ...request, idempotency: { idem: `${idem}:${index}`, bodyHash } };
    const kept = await createPicture(bytes, own).catch((error: unknown) => {
      if (error instanceof AppError && error.code !== 'IDEMPOTENCY_MISMATCH') return null;
      throw error;
    });
    urls.push(kept?.url ?? null);
  }
  return urls;
}

/** Takes the heading with which a document begins for its title. */
function splitTitle(html: string): { title: string; html: string } {
  const [whole, inner] = FIRST_HEADING.exec(html) ?? [];
  const title = inner === undefined ? '' : textOf(inner);
  const isTitle = whole !== undefined && title !== '' && [...title].length <= TITLE_CHARACTERS;
  return isTitle ? { title, html: html.slice(whole.length) } : { title: '', html };
}

/**
 * Makes the text of an article out of a Word document: what was inserted under tracking is in, what was deleted is
 * out. Pictures that no article takes are removed like any others.
 * @throws UNSUPPORTED_MEDIA_TYPE, VALIDATION_FAILED with what to do
 */
export async function readDocument(
  deps: Deps,
  upload: Uint8Array,
  request: IdempotentRequestInfo,
): Promise<Reply<ArticleRoutes['readDocument']>> {
  const placeholder = `picture-${randomBytes(12).toString('hex')}-`;
  const startedMs = performance.now();
  const made = await convertDocument(upload, placeholder).catch((error: unknown) => {
    throw error instanceof DocumentError ? refuse(error.fault) : error;
  });
  const urls = await keepPictures(made.pictures, request);
  const drawn = made.html.replace(
    new RegExp(`${placeholder}(\\d+)`, 'g'),
    (_, index: string) => urls[Number(index)] ?? '',
  );
  const { title, html } = splitTitle(sanitiseArticle(drawn).replace(ONLY_PICTURES, '$1'));
  if (isEmptyArticle(html)) throw refuse('empty');
  if (html.length > MAX_HTML) throw refuse('tooLarge');
  const kept = urls.filter((url) => url !== null).length;
  deps.log.info({ ms: Math.round(performance.now() - startedMs), pictures: kept }, 'a document was read');
  return { title, html, pictures: kept, picturesLost: made.picturesLost + urls.length - kept };
}
