import type { ArticleVersion, ArticleWork } from '@linkang/shared/api/article.routes';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button } from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router-dom';
import './article.css';
import { articleApi } from '../../api/clients';
import { PageHeader } from '../../components/page-header';
import { QueryView } from '../../components/query-view';
import { ReasonDialog } from '../../components/reason-dialog';
import { StateTag } from '../../components/state-tag';
import { useTell } from '../../components/use-tell';
import { instantText } from '../../components/words';
import { ArticleReader } from './article-reader';
import { DiffView } from './diff-view';
import { stageWords } from './stage-words';

const NOTE_MAX = 500;

function useDecision({ id, no }: ArticleWork) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const tell = useTell();
  return useMutation({
    mutationFn: (note: string | null) =>
      note === null
        ? articleApi.approve({ params: { id }, body: { no } })
        : articleApi.sendBack({ params: { id }, body: { no, note } }),
    onSuccess: (_, note) => {
      tell.done(note === null ? '已通过，作者可以发布了' : '已退回，作者能看到您写的话');
      void navigate('/article-reviews');
    },
    onError: tell.failed,
    onSettled: () =>
      Promise.all(
        [['article-reviews'], ['articles'], ['article-review']].map((queryKey) =>
          queryClient.invalidateQueries({ queryKey }),
        ),
      ),
  });
}

function Buttons({ work }: { work: ArticleWork }) {
  const { modal } = App.useApp();
  const [sending, setSending] = useState(false);
  const decision = useDecision(work);
  if (!work.canDecide) return null;
  const confirmApprove = (): void =>
    void modal.confirm({
      title: '通过这一版？',
      content: '通过后，作者可以把这一版发布给居民。再改动的话要重新审核。',
      okText: '确认通过',
      cancelText: '返回',
      onOk: () => decision.mutateAsync(null).catch(() => undefined),
    });
  return (
    <>
      <Button danger disabled={decision.isPending} onClick={() => setSending(true)}>
        退回
      </Button>
      <Button type="primary" disabled={decision.isPending} onClick={confirmApprove}>
        通过
      </Button>
      <ReasonDialog
        open={sending}
        title="退回给作者"
        note="写明哪里要改，作者在文章页能看到。"
        okText="退回"
        busy={decision.isPending}
        max={NOTE_MAX}
        onSubmit={(note) => decision.mutate(note)}
        onClose={() => setSending(false)}
      />
    </>
  );
}

interface Loaded {
  work: ArticleWork;
  /** What residents see now, where they see a former version. */
  shown: ArticleVersion | null;
}

async function load(id: string): Promise<Loaded> {
  const work = await articleApi.work({ params: { id } });
  const { shownNo, no } = work;
  const isUpdate = shownNo !== null && shownNo !== no;
  return { work, shown: isUpdate ? await articleApi.version({ params: { id }, query: { no: shownNo } }) : null };
}

function Review({ work, shown }: Loaded) {
  const word = stageWords[work.stage];
  return (
    <>
      <PageHeader
        title={work.title}
        back={<Link to="/article-reviews">返回文章审核</Link>}
        note={
          <>
            {word && <StateTag word={word} />} {work.category}，{work.authorName} {instantText(work.savedAt)} 保存，第{' '}
            {work.no} 版
          </>
        }
        actions={<Buttons work={work} />}
      />
      <div className="stack">
        {work.stage === 'submitted' && !work.canDecide && (
          <Alert type="info" showIcon title="这一版要由没有参与写的医生审核。" />
        )}
        {shown && (
          <section className="panel" aria-labelledby="review-changes">
            <h2 id="review-changes">改了什么</h2>
            <DiffView before={shown} after={work} beforeName="居民现在看到的" afterName="这一版" />
          </section>
        )}
        <section className="panel" aria-labelledby="review-text">
          <h2 id="review-text">全文</h2>
          <ArticleReader html={work.html} />
        </section>
      </div>
    </>
  );
}

/** One version for a doctor to decide about. */
export function ReviewPage() {
  const { id = '' } = useParams();
  const query = useQuery({ queryKey: ['article-review', id], queryFn: () => load(id), gcTime: 0 });
  return (
    <QueryView query={query} title="文章审核">
      {({ work, shown }) => <Review key={work.rev} work={work} shown={shown} />}
    </QueryView>
  );
}
