import type { Article, ArticleWork } from '@linkang/shared/api/article.routes';
import { AppError } from '@linkang/shared/errors';
import type { Actor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import { asStaff, type RequestInfo } from '../../platform/module';
import { staffNames } from '../staff';
import { findArticle, type ArticleRow } from './article.model';
import { canDecide, canWrite } from './article.policy';
import { presentArticle, presentVersion, type Text } from './article.presenter';
import { findOtherCopies } from './copy.model';
import { findAuthorsSince, findVersion, type VersionRow } from './version.model';

/** So long ago somebody else typed who may still be at it. */
const OTHERS_MS = 15 * 60_000;
/** Whose account is gone. */
const SOMEBODY = '同事';

/** Names of staff by their ids, also of those who are gone. */
export async function namesOf(ids: readonly string[]): Promise<(id: string) => string> {
  const names = await staffNames([...new Set(ids)]);
  return (id) => names.get(id) ?? SOMEBODY;
}

/** One article in any state. @throws NOT_FOUND */
export async function findOrFail(id: string): Promise<ArticleRow> {
  const article = await findArticle(id);
  if (!article) throw new AppError('NOT_FOUND');
  return article;
}

/** An article as residents see it. */
export async function present({ config }: Deps, article: ArticleRow, actor: Actor): Promise<Article> {
  const names = await staffNames([article.authorId]);
  return presentArticle(article, names.get(article.authorId) ?? config.centre.shortName, canWrite(actor));
}

/** The latest version. */
export async function latestOf(article: ArticleRow): Promise<VersionRow> {
  const version = await findVersion(article._id, article.no);
  if (!version) throw new Error(`article ${article._id} lacks its version ${article.no}`);
  return version;
}

/** Its text; where residents see it, it is the one that they see. */
const textOfLatest = (article: ArticleRow, version: VersionRow): Text =>
  article.no === article.shownNo ? article : version;

/** @throws STATE_CONFLICT with the text that stands there now */
export async function throwConflict(article: ArticleRow): Promise<never> {
  const version = await latestOf(article);
  const nameOf = await namesOf([version.authorId]);
  const conflict = { rev: article.rev, ...presentVersion(version, nameOf(version.authorId)) };
  throw new AppError('STATE_CONFLICT', {
    conflict,
    detail: '这篇文章刚刚被别人改过，您的文字还在，请对照两份文字后再保存。',
  });
}

/** The last version that residents see or that a reviewer approved; what came after it is new. */
export const decidedNo = ({ approvedNo, state, shownNo }: Omit<ArticleRow, 'html' | 'tokens'>): number =>
  Math.max(approvedNo ?? 0, state === 'published' ? shownNo : 0);

/** Who wrote what no reviewer has seen: they cannot approve it. */
export const authorsOf = (article: ArticleRow): Promise<string[]> => findAuthorsSince(article._id, decidedNo(article));

/** The latest version as those see it who work on it. */
export async function presentWork(
  { config }: Deps,
  article: ArticleRow,
  { actor, now }: Pick<RequestInfo, 'actor' | 'now'>,
): Promise<ArticleWork> {
  const staff = asStaff(actor);
  const [version, authors, others] = await Promise.all([
    latestOf(article),
    authorsOf(article),
    canWrite(staff)
      ? findOtherCopies(article._id, staff.accountId, new Date(now.getTime() - OTHERS_MS))
      : Promise.resolve([]),
  ]);
  const { review } = article;
  const people = [version.authorId, ...others.map(({ authorId }) => authorId), ...(review ? [review.byId] : [])];
  const nameOf = await namesOf(people);
  const { title, category, html, coverFileId } = textOfLatest(article, version);
  return {
    id: article._id,
    rev: article.rev,
    state: article.state,
    stage: article.stage,
    ...{ title, category, html, coverFileId },
    no: article.no,
    shownNo: article.state === 'published' ? article.shownNo : null,
    authorName: nameOf(version.authorId),
    savedAt: version.at.toISOString(),
    publishedAt: article.publishedAt?.toISOString() ?? null,
    publishAt: article.publishAt?.toISOString() ?? null,
    approved: article.approvedNo === article.no,
    reviewRequired: config.articles.review === 'required',
    review: review && { byName: nameOf(review.byId), at: review.at.toISOString(), note: review.note },
    canDecide: article.stage === 'submitted' && canDecide(staff, authors),
    others: others.map(({ authorId, at }) => ({ name: nameOf(authorId), at: at.toISOString() })),
  };
}
