import { View } from '@tarojs/components';
import { useShareAppMessage, useShareTimeline } from '@tarojs/taro';
import { useEffect, type ReactNode } from 'react';
import type { Article } from '@linkang/shared/api/article.routes';
import { dayOf, sayDay, yearOf } from '@linkang/shared/domain/clinic-day';
import { articleApi } from '@/api/clients';
import { ARTICLE } from '@/api/offline-copies';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { Page } from '@/components/page';
import { SizeChoice } from '@/components/size-choice';
import { Loaded } from '@/components/states';
import { useLoad } from '@/hooks/use-load';
import { useParam } from '@/hooks/use-param';
import { openTab, routes } from '@/routes';
import { serverToday } from '@/stores/centre';
import { ArticleText } from '../../components/article-text';
import { KeepButton } from '../../components/keep-button';
import { Related } from '../../components/related';
import { SendButton } from '../../components/send-button';
import { noteReading } from '../../note-reading';

const ArticleView = ({ article }: { article: Article }): ReactNode => {
  const updated = sayDay(dayOf(new Date(article.updatedAt)), yearOf(serverToday()));
  return (
    <>
      <SizeChoice />
      <Card>
        <ArticleText
          article={article}
          facts={[
            `${article.category} · 约${article.readMinutes}分钟读完`,
            `${article.authorName} · ${updated}更新`,
            '已保存，没有网络也能看',
          ]}
        />
        <View className="note">文章是健康常识，不能代替医生看病。不舒服请及时就医。</View>
      </Card>
      <KeepButton id={article.id} />
      <SendButton id={article.id} title={article.title} />
      <Related id={article.id} />
    </>
  );
};

/** One article, in large letters, kept for reading without network. */
function ArticlePage(): ReactNode {
  const id = useParam('id');
  const load = useLoad(`${ARTICLE}${id}`, () => articleApi.get({ params: { id } }), { keepCopy: true });
  const title = load.data?.title ?? '健康文章';
  const openedId = load.savedAt === undefined ? load.data?.id : undefined;
  useEffect(() => {
    if (openedId !== undefined) noteReading(openedId);
  }, [openedId]);
  useShareAppMessage(() => ({ title, path: routes.article(id) }));
  useShareTimeline(() => ({ title, query: `id=${encodeURIComponent(id)}` }));
  return (
    <Page title="健康文章">
      <Loaded load={load}>{(article) => <ArticleView key={article.id} article={article} />}</Loaded>
      <Button kind="plain" icon="book" onPress={() => openTab('learn')}>
        看其他文章
      </Button>
    </Page>
  );
}

export default ArticlePage;
