import type { ArticleRoutes, ArticleWork } from '@linkang/shared/api/article.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router-dom';
import './article.css';
import { articleApi } from '../../api/clients';
import { PageHeader } from '../../components/page-header';
import { Loading, QueryView } from '../../components/query-view';
import { StateTag } from '../../components/state-tag';
import { useTell } from '../../components/use-tell';
import { instantText } from '../../components/words';
import { DiffView } from './diff-view';

type Listed = CallReply<ArticleRoutes['versions']>['items'][number];

const useVersion = (id: string, no: number | null) =>
  useQuery({
    queryKey: ['article-version', id, no],
    queryFn: () => articleApi.version({ params: { id }, query: { no } }),
    enabled: no !== null,
    // A version never changes.
    staleTime: Infinity,
  });

/** What a version differs in from the one before it. */
function Compared({ id, no, former }: { id: string; no: number; former: number | null }) {
  const after = useVersion(id, no);
  const before = useVersion(id, former);
  if (!after.data || (former !== null && !before.data)) return <Loading />;
  const nothing = { title: '', category: '', html: '' };
  return (
    <DiffView
      before={before.data ?? nothing}
      after={after.data}
      beforeName={former === null ? '（还没有）' : `第 ${former} 版`}
      afterName={`第 ${no} 版`}
    />
  );
}

interface VersionItemProps {
  version: Listed;
  work: ArticleWork;
  chosen: boolean;
  onChoose: () => void;
}

function VersionItem({ version, work, chosen, onChoose }: VersionItemProps) {
  const { no, at, authorName, characters, restoredFrom } = version;
  return (
    <li>
      <button type="button" className="version-item" aria-pressed={chosen} onClick={onChoose}>
        <strong>第 {no} 版</strong> {no === work.no && <StateTag word={['最新', 'good']} />}{' '}
        {no === work.shownNo && <StateTag word={['居民正在看', 'good']} />}
        <span className="soft">
          {instantText(at)} {authorName}，{characters} 字{restoredFrom !== null && `，由第 ${restoredFrom} 版恢复`}
        </span>
      </button>
    </li>
  );
}

function useRestore(work: ArticleWork) {
  const { modal } = App.useApp();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const tell = useTell();
  const restore = useMutation({
    mutationFn: (no: number) => articleApi.restore({ params: { id: work.id }, body: { rev: work.rev, no } }),
    onSuccess: (_, no) => {
      tell.done(`已用第 ${no} 版做成新版本，还没有发布`);
      void navigate(`/articles/${work.id}`);
    },
    onError: tell.failed,
    onSettled: () =>
      Promise.all([['article-versions'], ['articles']].map((queryKey) => queryClient.invalidateQueries({ queryKey }))),
  });
  return (no: number): void =>
    void modal.confirm({
      title: `恢复第 ${no} 版？`,
      content: '会把那一版的文字存成新的版本，现在的版本还留着。居民看到的不变，发布后才换上。',
      okText: '恢复',
      cancelText: '返回',
      onOk: () => restore.mutateAsync(no).catch(() => undefined),
    });
}

function Versions({ work, versions }: { work: ArticleWork; versions: readonly Listed[] }) {
  const [chosen, setChosen] = useState(work.no);
  const restore = useRestore(work);
  const former = versions.find(({ no }) => no < chosen)?.no ?? null;
  return (
    <div className="versions">
      <ul className="panel version-list" aria-label="版本">
        {versions.map((version) => (
          <VersionItem
            key={version.no}
            version={version}
            work={work}
            chosen={version.no === chosen}
            onChoose={() => setChosen(version.no)}
          />
        ))}
      </ul>
      <section className="panel" aria-label={`第 ${chosen} 版`}>
        <div className="toolbar">
          <span className="soft">右边是第 {chosen} 版，左边是它的上一版；加的标绿，删的标红。</span>
          {chosen !== work.no && <Button onClick={() => restore(chosen)}>恢复第 {chosen} 版</Button>}
        </div>
        <Compared id={work.id} no={chosen} former={former} />
      </section>
    </div>
  );
}

/** The versions of an article, with what each changed. */
export function VersionsPage() {
  const { id = '' } = useParams();
  const params = { id };
  const query = useQuery({
    queryKey: ['article-versions', id],
    queryFn: async () => {
      const [work, { items }] = await Promise.all([articleApi.work({ params }), articleApi.versions({ params })]);
      return { work, items };
    },
  });
  return (
    <>
      <PageHeader
        title="历史版本"
        back={<Link to={`/articles/${id}`}>返回编辑</Link>}
        note={query.data ? query.data.work.title : null}
      />
      <QueryView query={query}>
        {({ work, items }) => <Versions key={work.rev} work={work} versions={items} />}
      </QueryView>
    </>
  );
}
