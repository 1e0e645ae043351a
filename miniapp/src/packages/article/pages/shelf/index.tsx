import { View } from '@tarojs/components';
import { useDidShow } from '@tarojs/taro';
import { useState, type ReactNode } from 'react';
import type { Article } from '@linkang/shared/api/article.routes';
import type { KeptArticle } from '@linkang/shared/api/reading.routes';
import { dayOf, sayDay, yearOf } from '@linkang/shared/domain/clinic-day';
import { readingApi } from '@/api/clients';
import { clearArticleCopies, listArticleCopies, PERSONAL, type OfflineCopy } from '@/api/offline-copies';
import { ArticleCard } from '@/components/article-card';
import { AskFirst } from '@/components/ask-first';
import { Button } from '@/components/button';
import { Cell } from '@/components/cell';
import { Page } from '@/components/page';
import { PillTabs } from '@/components/pill-tabs';
import { Empty, ErrorBox, Loaded } from '@/components/states';
import { useLoad, type Load } from '@/hooks/use-load';
import { useShowAgain } from '@/hooks/use-show-again';
import { useSubmit } from '@/hooks/use-submit';
import { open, openTab, routes } from '@/routes';
import { useAccount } from '@/stores/account';
import { serverToday } from '@/stores/centre';

const PARTS = [
  { value: 'favourites', title: '收藏' },
  { value: 'history', title: '看过' },
  { value: 'saved', title: '离线' },
] as const;
type Part = (typeof PARTS)[number]['value'];

const SignInFirst = ({ children }: { children: string }): ReactNode => (
  <Empty picture="article" title={children}>
    <Button onPress={() => open(routes.signIn())}>登录</Button>
  </Empty>
);

const List = ({ load, empty }: { load: Load<{ items: KeptArticle[] }>; empty: string }): ReactNode => (
  <Loaded load={load}>
    {({ items }) =>
      items.length === 0 ? (
        <Empty picture="article" title={empty}>
          <Button onPress={() => openTab('learn')}>去看文章</Button>
        </Empty>
      ) : (
        <View className="stack">
          {items.map((item) => (
            <ArticleCard key={item.id} article={item} />
          ))}
        </View>
      )
    }
  </Loaded>
);

const Favourites = (): ReactNode => {
  const load = useLoad(`${PERSONAL}favourites`, () => readingApi.favourites({}), { keepCopy: true });
  useShowAgain(() => void load.reload());
  return <List load={load} empty="还没有收藏文章" />;
};

interface ClearProps {
  /** What the button says, and the question. */
  word: string;
  question: string;
  onClear: () => Promise<boolean>;
}

const Clear = ({ word, question, onClear }: ClearProps): ReactNode => (
  <AskFirst kind="plain" icon="cross" word={word} yes={word} no="不清空" onYes={onClear}>
    <View>{question}</View>
  </AskFirst>
);

const History = (): ReactNode => {
  const load = useLoad(`${PERSONAL}reading-history`, () => readingApi.history({}), { keepCopy: true });
  useShowAgain(() => void load.reload());
  const { error, submit } = useSubmit(async () => {
    await readingApi.clearHistory({});
    return true;
  });
  const clear = async (): Promise<boolean> => {
    const isDone = (await submit(undefined)) ?? false;
    if (isDone) await load.reload();
    return isDone;
  };
  return (
    <>
      <View className="note">记下最近看过的100篇，只有您自己看得到。</View>
      <List load={load} empty="还没有看过的文章" />
      {error ? <ErrorBox error={error} /> : null}
      {load.data && load.data.items.length > 0 ? (
        <Clear word="清空看过的记录" question="清空后就找不回来了，收藏的文章还在。" onClear={clear} />
      ) : null}
    </>
  );
};

const SavedCell = ({ copy }: { copy: OfflineCopy<Article> }): ReactNode => (
  <Cell
    icon="offline"
    title={copy.data.title}
    note={`已保存，离线可读 · ${sayDay(dayOf(new Date(copy.savedAt)), yearOf(serverToday()))}`}
    onPress={() => open(routes.article(copy.data.id))}
  />
);

const Saved = (): ReactNode => {
  const [copies, setCopies] = useState(() => listArticleCopies<Article>());
  useDidShow(() => setCopies(listArticleCopies<Article>()));
  const clear = (): Promise<boolean> => {
    clearArticleCopies();
    setCopies([]);
    return Promise.resolve(true);
  };
  if (copies.length === 0) return <Empty picture="article" title="手机里还没有保存文章，打开看过的会自动保存" />;
  return (
    <>
      <View className="note">最近打开的20篇存在这台手机里，没有网络也能看。</View>
      <View className="cells">
        {copies.map((copy) => (
          <SavedCell key={copy.data.id} copy={copy} />
        ))}
      </View>
      <Clear word="清空手机里的文章" question="只清这台手机里的，有网络时还能再看。" onClear={clear} />
    </>
  );
};

/** What the reader keeps, has opened, and can read without network. */
function ShelfPage(): ReactNode {
  const [part, setPart] = useState<Part>('favourites');
  const isSignedIn = useAccount((state) => state.isSignedIn);
  const ofAccount = part === 'favourites' ? <Favourites /> : <History />;
  return (
    <Page title="我的阅读">
      <PillTabs label="看哪一类文章" items={PARTS} value={part} onChange={setPart} />
      {part === 'saved' ? <Saved /> : isSignedIn ? ofAccount : <SignInFirst>登录后能看到收藏和看过的文章</SignInFirst>}
    </Page>
  );
}

export default ShelfPage;
