import { Image, View } from '@tarojs/components';
import type { ReactNode } from 'react';
import type { ArticleSummary } from '@linkang/shared/api/article.routes';
import { apiOrigin } from '@/platform';
import { open, routes } from '@/routes';
import { aria } from './a11y';
import { LinkCard } from './card';
import { Marked } from './marked';

interface ArticleCardProps {
  article: ArticleSummary;
  /** What was looked for, to be marked. */
  words?: readonly string[];
}

/** An article in a list. */
export const ArticleCard = ({ article, words = [] }: ArticleCardProps): ReactNode => (
  <LinkCard
    label={`${article.title}，${article.category}，约${article.readMinutes}分钟读完`}
    onPress={() => open(routes.article(article.id))}
  >
    {article.coverUrl ? (
      <Image
        className="article-cover"
        src={article.coverUrl.startsWith('/') ? apiOrigin + article.coverUrl : article.coverUrl}
        mode="aspectFill"
        lazyLoad
        {...aria(undefined, { 'aria-hidden': true })}
      />
    ) : null}
    <View className="item-title">
      <Marked text={article.title} words={words} />
    </View>
    <View className="note">
      <Marked text={article.excerpt ?? article.summary} words={words} />
    </View>
    <View className="item-foot">{`${article.category} · 约${article.readMinutes}分钟读完`}</View>
  </LinkCard>
);
