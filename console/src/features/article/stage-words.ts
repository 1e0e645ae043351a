import type { ArticleStage } from '@linkang/shared/api/article.routes';

type Tone = 'good' | 'wait' | 'bad' | 'calm';

/** How far the latest version is, in words; nothing is said of what is simply being written or shown. */
export const stageWords: Partial<Record<ArticleStage, readonly [text: string, tone: Tone]>> = {
  submitted: ['待医生审核', 'wait'],
  approved: ['审核通过', 'good'],
  scheduled: ['定时发布', 'wait'],
};
