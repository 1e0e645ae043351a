import type { CorrectionRoutes } from '@linkang/shared/api/correction.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { CORRECTION_WORDS_MAX, correctionFields } from '@linkang/shared/domain/correction-fields';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Descriptions, Drawer } from 'antd';
import { useState } from 'react';
import { correctionApi } from '../../api/clients';
import { QueryView } from '../../components/query-view';
import { ReasonDialog } from '../../components/reason-dialog';
import { useTell } from '../../components/use-tell';
import { dayText, instantText, sexNames } from '../../components/words';

type Seen = CallReply<CorrectionRoutes['get']>;
type Outcome = 'accepted' | 'refused';

const say = ({ field }: Seen, text: string): string =>
  (field === 'sex' ? ((sexNames as Record<string, string>)[text] ?? text) : text) || '没有填';

function useAnswer(id: string, onDone: () => void) {
  const queryClient = useQueryClient();
  const tell = useTell();
  return useMutation({
    mutationFn: (body: { rev: number; outcome: Outcome; words: string }) =>
      correctionApi.answer({ params: { id }, body }),
    onSuccess: (_, { outcome }) => {
      tell.done(outcome === 'accepted' ? '已更正，居民会收到消息' : '已答复，居民会收到消息');
      onDone();
    },
    onError: tell.failed,
    onSettled: () =>
      Promise.all(
        [['correction', id], ['corrections'], ['correction-figures']].map((queryKey) =>
          queryClient.invalidateQueries({ queryKey }),
        ),
      ),
  });
}

function Facts({ seen }: { seen: Seen }) {
  const items = [
    { key: 'who', label: '居民', children: seen.residentName },
    { key: 'field', label: '哪一项', children: correctionFields[seen.field] },
    { key: 'says', label: '现在写着', children: say(seen, seen.says) },
    { key: 'right', label: '居民说应该是', children: <strong>{say(seen, seen.right)}</strong> },
    { key: 'reason', label: '原因', children: seen.reason },
    { key: 'asked', label: '申请时间', children: instantText(seen.askedAt) },
    { key: 'due', label: '最晚答复', children: dayText(seen.dueDay) },
    ...seen.answers.map(({ at, byName, outcome, words }) => ({
      key: at,
      label: `${instantText(at)} 答复`,
      children: `${byName}：${outcome === 'accepted' ? '已更正' : '没有更正'}${words ? `，${words}` : ''}`,
    })),
  ];
  return <Descriptions bordered column={1} items={items} />;
}

function Decision({ seen, onClose }: { seen: Seen; onClose: () => void }) {
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const answer = useAnswer(seen.id, () => {
    setOutcome(null);
    onClose();
  });
  const isRecord = seen.field === 'record';
  const acceptNote = isRecord
    ? '原来的记录不会改动，更正的内容补在旁边。写下怎样核对的，居民会看到。'
    : '资料马上改过来，原来的内容留在更正记录里。写下怎样核对的，居民会看到。';
  return (
    <>
      <div className="button-row decision">
        {seen.status !== 'accepted' && (
          <Button type="primary" onClick={() => setOutcome('accepted')}>
            {seen.status === 'open' ? '核对无误，更正' : '改为更正'}
          </Button>
        )}
        {seen.status === 'open' && (
          <Button danger onClick={() => setOutcome('refused')}>
            不更正
          </Button>
        )}
        <Button onClick={onClose}>关闭</Button>
      </div>
      <ReasonDialog
        open={outcome !== null}
        title={outcome === 'accepted' ? '更正这一项' : '不更正'}
        note={outcome === 'accepted' ? acceptNote : '居民会看到原因，请写清楚为什么，以及可以怎么办。'}
        okText={outcome === 'accepted' ? '更正' : '答复'}
        busy={answer.isPending}
        max={CORRECTION_WORDS_MAX}
        onSubmit={(words) => outcome && answer.mutate({ rev: seen.rev, outcome, words })}
        onClose={() => setOutcome(null)}
      />
    </>
  );
}

/** One request beside the list: what it says, what is right, every answer, and the decision. */
export function CorrectionDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const query = useQuery({ queryKey: ['correction', id], queryFn: () => correctionApi.get({ params: { id } }) });
  return (
    <Drawer open title="更正申请" size={560} onClose={onClose}>
      <div className="stack">
        <QueryView query={query}>
          {(seen) => (
            <>
              <Facts seen={seen} />
              <Decision seen={seen} onClose={onClose} />
            </>
          )}
        </QueryView>
      </div>
    </Drawer>
  );
}
