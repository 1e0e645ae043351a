import type { Connection } from 'mongoose';
import '../src/modules/article';

interface Article {
  _id: string;
  state: string;
  title: string;
  category: string;
  html: string;
  coverFileId: string | null;
  fileIds: string[];
  authorId: string;
  updatedAt: Date;
}

const charactersOf = (html: string): number => [...html.replace(/<[^>]*>|\s/g, '')].length;

/** Gives each article its first version; one that was killed in between begins anew with those that have none. */
export async function up(connection: Connection): Promise<void> {
  for (const name of ['Article', 'ArticleVersion', 'ArticleCopy']) {
    const model = connection.model(name);
    await model.createCollection();
    await model.createIndexes();
  }
  const articles = connection.collection<Article>('articles');
  const versions = connection.collection<{ _id: string }>('articleVersions');
  for await (const article of articles.find({ no: { $exists: false } })) {
    const { _id, state, title, category, html, coverFileId, fileIds, authorId, updatedAt } = article;
    const words = { title, category, html, coverFileId, fileIds, characters: charactersOf(html) };
    const version = { articleId: _id, no: 1, ...words, authorId, at: updatedAt, restoredFrom: null };
    await versions.updateOne({ _id: `${_id}:1` }, { $setOnInsert: version }, { upsert: true });
    const stage = state === 'published' ? 'settled' : 'writing';
    const fresh = { no: 1, shownNo: 1, stage, submittedAt: null, approvedNo: null, publishAt: null, review: null };
    await articles.updateOne({ _id, no: { $exists: false } }, { $set: fresh });
  }
}
