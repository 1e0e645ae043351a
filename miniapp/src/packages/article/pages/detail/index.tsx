import { View } from '@tarojs/components';
import { useShareAppMessage, useShareTimeline } from '@tarojs/taro';
import type { ReactNode } from 'react';
import type { Article } from '@linkang/shared/api/article.routes';
import { dayOf, sayDay, yearOf } from '@linkang/shared/domain/clinic-day';
import { articleApi } from '@/api/clients';
import { aria } from '@/components/a11y';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { Page } from '@/components/page';
import { plainText } from '@/components/plain-text';
import { ReadAloud } from '@/components/read-aloud';
import { RichHtml } from '@/components/rich-html';
import { Loaded } from '@/components/states';
import { useLoad } from '@/hooks/use-load';
import { useParam } from '@/hooks/use-param';
import { openTab, routes } from '@/routes';
import { serverToday } from '@/stores/centre';

const ArticleView = ({ article }: { article: Article }): ReactNode => {
  const updated = sayDay(dayOf(new Date(article.updatedAt)), yearOf(serverToday()));
  return (
    <Card>
      <View className="article-title" {...aria('heading', { 'aria-level': 2 })}>
        {article.title}
      </View>
      <View className="note">{`${article.category} · 约${article.readMinutes}分钟读完`}</View>
      <View className="note">{`${article.authorName} · ${updated}更新`}</View>
      <ReadAloud text={`${article.title}。\n${plainText(article.html)}`} />
      <RichHtml html={article.html} />
      <View className="note">文章是健康常识，不能代替医生看病。不舒服请及时就医。</View>
    </Card>
  );
};

/** One article, in large letters, kept for reading without network. */
function ArticlePage(): ReactNode {
  const id = useParam('id');
  const load = useLoad(`article.${id}`, () => articleApi.get({ params: { id } }), { keepCopy: true });
  const title = load.data?.title ?? '健康文章';
  useShareAppMessage(() => ({ title, path: routes.article(id) }));
  useShareTimeline(() => ({ title, query: `id=${encodeURIComponent(id)}` }));
  return (
    <Page title="健康文章">
      <Loaded load={load}>{(article) => <ArticleView article={article} />}</Loaded>
      <Button kind="plain" icon="book" onPress={() => openTab('learn')}>
        看其他文章
      </Button>
    </Page>
  );
}

export default ArticlePage;
