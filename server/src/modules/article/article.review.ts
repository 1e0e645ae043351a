import type { Article, ArticleRoutes, ArticleWork } from '@linkang/shared/api/article.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { AppError } from '@linkang/shared/errors';
import { checkOf } from '../../platform/content-check';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import { asStaff, type RequestInfo } from '../../platform/module';
import { toContent } from './article-content';
import { changeArticle, findDue, findSubmitted, type ArticleChange, type ArticleRow } from './article.model';
import { canDecide, canSeeWork } from './article.policy';
import {
  authorsOf,
  decidedNo,
  findOrFail,
  latestOf,
  namesOf,
  present,
  presentWork,
  throwConflict,
} from './article.view';
import { findHeads } from './version.model';

const YEAR_MS = 366 * 86_400_000;
const MOST_REVIEWS = 100;
const BATCH = 20;
/** So often a step without a revision is tried anew that met another writer. */
const TRIES = 5;

/** Changes an article as it was read. @throws STATE_CONFLICT with the text that stands there now */
async function change(before: ArticleRow, changes: ArticleChange): Promise<ArticleRow> {
  const changed = await changeArticle(before._id, before.rev, changes);
  return changed ?? throwConflict(await findOrFail(before._id));
}

/** Does a step with an article as it stands, again where somebody else was quicker. */
async function changeAsItIs(
  id: string,
  stepOf: (before: ArticleRow) => ArticleChange | Promise<ArticleChange>,
): Promise<ArticleRow> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const before = await findOrFail(id);
    const changed = await changeArticle(id, before.rev, await stepOf(before));
    if (changed) return changed;
  }
  throw new AppError('STATE_CONFLICT');
}

/** Where the latest version stands when nothing waits for it. */
const restingStage = ({ approvedNo, no }: ArticleRow): 'approved' | 'writing' =>
  approvedNo === no ? 'approved' : 'writing';

/** Whether the latest version may be shown to residents. */
const mayShow = ({ config }: Deps, { approvedNo, no }: ArticleRow): boolean =>
  config.articles.review === 'optional' || approvedNo === no;

/** The change that shows the latest version. */
async function showing(before: ArticleRow, now: Date): Promise<ArticleChange> {
  const step = {
    state: 'published',
    stage: 'settled',
    submittedAt: null,
    publishAt: null,
    updatedAt: now,
    shownNo: before.no,
    // A better text does not make an old article a new one.
    publishedAt: before.state === 'published' ? before.publishedAt : now,
  } as const;
  if (before.no === before.shownNo) return step;
  const version = await latestOf(before);
  const check = version.outcome === undefined ? {} : { check: checkOf(version.outcome, now) };
  return { ...toContent(version), ...check, ...step };
}

/** Shows the latest version. @throws NOT_FOUND, STATE_CONFLICT when it is shown already, ARTICLE_REVIEW_NEEDED */
export async function publishArticle(
  deps: Deps,
  id: string,
  rev: number | undefined,
  { now, actor }: RequestInfo,
): Promise<Article> {
  const changed = await changeAsItIs(id, async (before) => {
    if (rev !== undefined && before.rev !== rev) return throwConflict(before);
    if (before.state === 'published' && before.no === before.shownNo) throw new AppError('STATE_CONFLICT');
    if (!mayShow(deps, before)) throw new AppError('ARTICLE_REVIEW_NEEDED');
    return showing(before, now);
  });
  return present(deps, changed, actor);
}

/** Takes an article from public view. @throws NOT_FOUND, STATE_CONFLICT when it is not shown */
export async function withdrawArticle(deps: Deps, id: string, { now, actor }: RequestInfo): Promise<Article> {
  const changed = await changeAsItIs(id, (before) => {
    if (before.state !== 'published') throw new AppError('STATE_CONFLICT');
    const rest = { stage: restingStage(before), submittedAt: null, publishAt: null } as const;
    return { ...rest, state: 'withdrawn', updatedAt: now };
  });
  return present(deps, changed, actor);
}

/** Gives the latest version to the reviewers. @throws NOT_FOUND, STATE_CONFLICT */
export async function submitArticle(deps: Deps, id: string, rev: number, request: RequestInfo): Promise<ArticleWork> {
  const before = await findOrFail(id);
  if (before.rev !== rev) return throwConflict(before);
  if (before.stage !== 'writing') throw new AppError('STATE_CONFLICT');
  const { now } = request;
  return presentWork(deps, await change(before, { stage: 'submitted', submittedAt: now, updatedAt: now }), request);
}

/** Says what a reviewer decided about that very version. @throws NOT_FOUND, FORBIDDEN for own texts, STATE_CONFLICT */
export async function decide(
  deps: Deps,
  id: string,
  { no, note }: { no: number; note: string | null },
  request: RequestInfo,
): Promise<ArticleWork> {
  const { now, actor } = request;
  const staff = asStaff(actor);
  const before = await findOrFail(id);
  if (!canSeeWork(staff, before)) throw new AppError('NOT_FOUND');
  if (before.stage !== 'submitted' || before.no !== no) return throwConflict(before);
  if (!canDecide(staff, await authorsOf(before)))
    throw new AppError('FORBIDDEN', { detail: '自己写过的文字要由另一位医生审核。' });
  const review = { no, byId: staff.accountId, at: now, note };
  const step: ArticleChange =
    note === null ? { review, approvedNo: no, stage: 'approved' } : { review, stage: 'writing' };
  return presentWork(deps, await change(before, { ...step, submittedAt: null, updatedAt: now }), request);
}

/** Sets the time at which the latest version is shown, or takes it back. @throws NOT_FOUND, STATE_CONFLICT, ARTICLE_REVIEW_NEEDED */
export async function scheduleArticle(
  deps: Deps,
  id: string,
  { rev, publishAt }: Input<ArticleRoutes['schedule']>['body'],
  request: RequestInfo,
): Promise<ArticleWork> {
  const { now } = request;
  const before = await findOrFail(id);
  if (before.rev !== rev) return throwConflict(before);
  if (publishAt === null) {
    if (before.stage !== 'scheduled') throw new AppError('STATE_CONFLICT');
    const back = { stage: restingStage(before), publishAt: null, updatedAt: now };
    return presentWork(deps, await change(before, back), request);
  }
  const at = new Date(publishAt);
  const fault = at <= now ? 'PAST' : at.getTime() > now.getTime() + YEAR_MS ? 'RANGE' : null;
  if (fault) throw new AppError('VALIDATION_FAILED', { fields: [fieldFault('body.publishAt', fault)] });
  if (before.stage === 'settled') throw new AppError('STATE_CONFLICT');
  if (!mayShow(deps, before)) throw new AppError('ARTICLE_REVIEW_NEEDED');
  const set = { stage: 'scheduled', publishAt: at, submittedAt: null, updatedAt: now } as const;
  return presentWork(deps, await change(before, set), request);
}

/** Shows what its time has come for; what may not be shown by now goes back to its authors. */
export async function publishDue(deps: Deps): Promise<void> {
  const now = deps.clock.now();
  for (const article of await findDue(now, BATCH)) {
    const step = mayShow(deps, article)
      ? await showing(article, now)
      : { stage: 'writing' as const, publishAt: null, updatedAt: now };
    // Whoever saved or published it in between was quicker, and decides.
    await changeArticle(article._id, article.rev, step);
  }
}

/** Versions that wait for a reviewer. */
export async function listReviews({ actor }: RequestInfo): Promise<Reply<ArticleRoutes['reviews']>> {
  const staff = asStaff(actor);
  const articles = await findSubmitted(MOST_REVIEWS);
  const heads = await findHeads(articles.map(({ _id }) => _id));
  const nameOf = await namesOf(heads.map(({ authorId }) => authorId));
  const items = articles.flatMap((article) => {
    const own = heads.filter(({ articleId }) => articleId === article._id);
    const latest = own.find(({ no }) => no === article.no);
    if (!latest) return [];
    const authors = own.filter(({ no }) => no > decidedNo(article)).map(({ authorId }) => authorId);
    return {
      id: article._id,
      no: latest.no,
      title: latest.title,
      category: latest.category,
      authorName: nameOf(latest.authorId),
      submittedAt: (article.submittedAt ?? article.updatedAt).toISOString(),
      isUpdate: article.state === 'published',
      canDecide: canDecide(staff, authors),
    };
  });
  return { items };
}
