import type { Connection } from 'mongoose';
import { fileIdsIn, searchTokensOf, textOf } from '../src/modules/article';

interface OldArticle {
  _id: string;
  title: string;
  html: string;
  coverFileId: string | null;
}

/** Articles get what they are found by and the list of their pictures; collections of new features are made. */
export async function up(connection: Connection): Promise<void> {
  for (const model of Object.values(connection.models)) {
    await model.createCollection();
    await model.createIndexes();
  }
  const articles = connection.collection<OldArticle>('articles');
  for await (const { _id, title, html } of articles.find({ tokens: { $exists: false } }))
    await articles.updateOne(
      { _id },
      // Until now nothing could be uploaded: a cover that is named cannot be there.
      { $set: { tokens: searchTokensOf(title, textOf(html)), fileIds: fileIdsIn(html), coverFileId: null } },
    );
}
