import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { hasCode } from '../../api/api-error';
import { queueApi } from '../../api/clients';
import { useSubmissionKey } from '../../api/use-submission-key';
import { keyTable, useKeys, type KeyName } from '../../app/keys';
import { useTell } from '../../components/use-tell';
import { queueOf, type QueuedRow, type QueuedSession } from './use-queue';
import { useShowChange, useVisitStep, type DayFilter, type VisitStep } from './use-visit-step';

interface CallBarProps {
  session: QueuedSession;
  filter: DayFilter;
  /** Whether the keys of the keyboard work here: in one session at a time. */
  isActive: boolean;
}

const nameOf = (row: QueuedRow): string => `${row.number}号 ${row.residentName}`;

/** Calls the next one. The key is kept while an answer is missing, so that a lost one never skips a person. */
function useCallNext(sessionId: string, filter: DayFilter) {
  const tell = useTell();
  const show = useShowChange(filter);
  const submission = useSubmissionKey();
  return useMutation({
    mutationFn: () => queueApi.next({ params: { id: sessionId } }, { idempotencyKey: submission.keyFor(sessionId) }),
    onSuccess: (turn) => {
      submission.done();
      show(turn);
    },
    onError: (error) => {
      if (!hasCode(error, 'NETWORK')) submission.done();
      tell.failed(error);
    },
  });
}

/** Calling in one session: the next one, the one who does not come, the one who is done. */
export function CallBar({ session, filter, isActive }: CallBarProps) {
  const { called, waiting, next } = queueOf(session);
  const callNext = useCallNext(session.id, filter);
  const visit = useVisitStep(filter);
  const current = called[called.length - 1];
  const act = (step: VisitStep) => (current ? () => visit.mutate({ row: current, step }) : undefined);
  const call = next && !callNext.isPending ? () => callNext.mutate() : undefined;
  useKeys(isActive ? { callNext: call, recall: act('recall'), skip: act('skip'), finish: act('finish') } : {});
  const hint = (name: KeyName) => isActive && <kbd>{keyTable[name].shown}</kbd>;
  return (
    <div className="call-bar">
      <p>
        {current ? `正在叫：${called.map(nameOf).join('、')}` : '现在没有叫号'}
        <span>{next ? `下一位 ${nameOf(next)} · 等候 ${waiting.length} 人` : '没有人在等'}</span>
      </p>
      <div className="button-row">
        <Button type="primary" disabled={!next} loading={callNext.isPending} onClick={call}>
          叫下一位{hint('callNext')}
        </Button>
        <Button disabled={!current} onClick={act('recall')}>
          重呼{hint('recall')}
        </Button>
        <Button disabled={!current} onClick={act('skip')}>
          过号{hint('skip')}
        </Button>
        <Button disabled={!current} onClick={act('finish')}>
          看完{hint('finish')}
        </Button>
      </div>
    </div>
  );
}
