import type { LiveContest, QuizRoutes } from '@linkang/shared/api/quiz.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router-dom';
import { quizApi } from '../../api/clients';
import { usePageTitle } from '../../components/page-header';
import { useLive } from './use-live';
import './screen.css';

type Round = NonNullable<LiveContest['round']>;
type Ranking = CallReply<QuizRoutes['ranking']>;

const BEST = 5;

function Options({ round }: { round: Round }) {
  return (
    <ol className="contest-options">
      {round.question?.options.map(({ key, text }) => {
        const isRight = round.result?.answer === key;
        return (
          <li key={key} className={isRight ? 'is-right' : ''}>
            <span>
              {isRight && '✔ '}
              {text}
            </span>
            {round.result && <span>{round.result.counts[key]}人</span>}
          </li>
        );
      })}
    </ol>
  );
}

function Best({ ranking }: { ranking: Ranking }) {
  return (
    <section className="contest-best" aria-label="排行榜">
      {ranking.best.slice(0, BEST).map(({ place, name, communityName, points }, index) => (
        <p key={index}>
          <span>
            第{place}名 {name} {communityName}
          </span>
          <span>{points}分</span>
        </p>
      ))}
    </section>
  );
}

function RoundView({ round, toOpen, toClose }: { round: Round; toOpen: number; toClose: number }) {
  if (round.phase === 'soon' || !round.question)
    return (
      <div className="contest-middle">
        <p>第{round.no}题马上开始</p>
        <p className="contest-count">{toOpen}</p>
      </div>
    );
  return (
    <div className="contest-round">
      <p className="contest-time" role="timer">
        {round.phase === 'open' ? `还有 ${toClose} 秒` : '时间到'}
        <span>{round.answered}人答了</span>
      </p>
      <h2>{round.question.text}</h2>
      <Options round={round} />
      {round.result && <p className="contest-why">{round.result.explanation}</p>}
    </div>
  );
}

/** The contest on the wall: dark, in letters that are read from the last row. */
export function ScreenPage() {
  const { id = '' } = useParams();
  const { query, toOpen, toClose } = useLive(id);
  const contest = query.data;
  usePageTitle(contest?.name ?? '知识竞赛');
  const round = contest?.round ?? null;
  const showsBest = contest !== undefined && (contest.state === 'ended' || round?.phase === 'over');
  const ranking = useQuery({
    queryKey: ['quiz-ranking', id, round?.no, round?.phase, contest?.state],
    queryFn: () => quizApi.ranking({ params: { id } }),
    enabled: showsBest,
  });
  return (
    <main className="contest-screen">
      <h1>{contest?.name ?? '知识竞赛'}</h1>
      {round ? (
        <RoundView round={round} toOpen={toOpen} toClose={toClose} />
      ) : (
        <div className="contest-middle">
          <p>请打开小程序“学健康”，点“健康知识答题”，进入竞赛</p>
        </div>
      )}
      {showsBest && ranking.data && <Best ranking={ranking.data} />}
    </main>
  );
}
