import type { LiveContest } from '@linkang/shared/api/quiz.routes';
import { ROUND_SECONDS_MAX, ROUND_SECONDS_MIN, ROUND_SECONDS_USUAL } from '@linkang/shared/domain/quiz-rules';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, InputNumber, Popconfirm } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router-dom';
import { quizApi } from '../../api/clients';
import { PageHeader } from '../../components/page-header';
import { QueryView } from '../../components/query-view';
import { useTell } from '../../components/use-tell';
import { StandingsPanel } from './standings-panel';
import { useLive } from './use-live';

interface ControlProps {
  contest: LiveContest;
  toOpen: number;
  toClose: number;
}

function useControl({ id, rounds }: LiveContest) {
  const queryClient = useQueryClient();
  const tell = useTell();
  const options = {
    onError: tell.failed,
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: ['quiz-standings', id] });
      return queryClient.invalidateQueries({ queryKey: ['quiz-live', id] });
    },
  };
  const start = useMutation({
    mutationFn: (seconds: number) => quizApi.startRound({ params: { id }, body: { no: rounds + 1, seconds } }),
    ...options,
  });
  const stop = useMutation({
    mutationFn: (roundId: string) => quizApi.endRound({ params: { id: roundId } }),
    ...options,
  });
  return { start, stop };
}

const sayPhase = ({ contest: { round, state }, toOpen, toClose }: ControlProps): string => {
  if (state === 'ended') return '竞赛已经结束。';
  if (!round) return '还没有出题。请先让大家用手机进来。';
  if (round.phase === 'soon') return `第${round.no}题，${toOpen}秒后显示`;
  if (round.phase === 'open') return `第${round.no}题正在抢答，还有${toClose}秒，${round.answered}人答了`;
  return `第${round.no}题结束，${round.answered}人答了`;
};

/** What the host does: the next question, and its end. */
function Control(props: ControlProps) {
  const { contest } = props;
  const { round } = contest;
  const [seconds, setSeconds] = useState(ROUND_SECONDS_USUAL);
  const { start, stop } = useControl(contest);
  const isRunning = round !== null && round.phase !== 'over';
  return (
    <section className="panel stack" aria-label="主持">
      <h2>主持</h2>
      <p role="status">{sayPhase(props)}</p>
      {round?.question && (
        <p>
          <strong>{round.question.text}</strong>
          {round.result &&
            ` 正确答案：${round.question.options.find(({ key }) => key === round.result?.answer)?.text ?? ''}`}
        </p>
      )}
      {contest.state === 'open' && (
        <div className="button-row">
          <InputNumber
            aria-label="答题时间（秒）"
            min={ROUND_SECONDS_MIN}
            max={ROUND_SECONDS_MAX}
            value={seconds}
            onChange={(value) => setSeconds(value ?? ROUND_SECONDS_USUAL)}
            suffix="秒"
          />
          <Button
            type="primary"
            size="large"
            disabled={isRunning}
            loading={start.isPending}
            onClick={() => start.mutate(seconds)}
          >
            出第{contest.rounds + 1}题
          </Button>
          {isRunning && (
            <Button size="large" loading={stop.isPending} onClick={() => stop.mutate(round.id)}>
              提前结束这一题
            </Button>
          )}
        </div>
      )}
    </section>
  );
}

function EndButton({ contestId }: { contestId: string }) {
  const queryClient = useQueryClient();
  const tell = useTell();
  const end = useMutation({
    mutationFn: async () => {
      const { items } = await quizApi.contests({});
      const rev = items.find(({ id }) => id === contestId)?.rev ?? 0;
      return quizApi.endContest({ params: { id: contestId }, body: { rev } });
    },
    onSuccess: () => tell.done('竞赛已结束'),
    onError: tell.failed,
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['quiz-live', contestId] }),
  });
  return (
    <Popconfirm title="结束后不能再出题，成绩会留着。" okText="结束" cancelText="返回" onConfirm={() => end.mutate()}>
      <Button danger loading={end.isPending}>
        结束竞赛
      </Button>
    </Popconfirm>
  );
}

/** The host's page of a contest. */
export function ContestPage() {
  const { id = '' } = useParams();
  const { query, toOpen, toClose } = useLive(id);
  return (
    <QueryView query={query} title="知识竞赛">
      {(contest) => (
        <>
          <PageHeader
            title={contest.name}
            note="大屏幕在另一个窗口打开，拖到投影上按 F11。"
            back={<Link to="/quiz-contests">回竞赛列表</Link>}
            actions={
              <>
                <Link to={`/quiz-screen/${id}`} target="_blank">
                  打开大屏幕
                </Link>
                {contest.state === 'open' && <EndButton contestId={id} />}
              </>
            }
          />
          <Control contest={contest} toOpen={toOpen} toClose={toClose} />
          <StandingsPanel contestId={id} />
        </>
      )}
    </QueryView>
  );
}
