import type { LiveContest } from '@linkang/shared/api/quiz.routes';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { quizApi } from '../../api/clients';

const EVERY_MS = 1000;
const TICK_MS = 200;
const AFTER_MS = 40;

const turnOf = ({ round }: LiveContest): number =>
  Math.min(
    EVERY_MS,
    ...[round?.msToOpen ?? 0, round?.msToClose ?? 0].filter((ms) => ms > 0).map((ms) => ms + AFTER_MS),
  );

/** A contest as it is in this moment, with the seconds that are left. */
export function useLive(contestId: string) {
  const [nowMs, setNowMs] = useState(0);
  const query = useQuery({
    queryKey: ['quiz-live', contestId],
    queryFn: () => quizApi.live({ params: { id: contestId } }),
    refetchInterval: ({ state }) => (state.data ? turnOf(state.data) : EVERY_MS),
    refetchIntervalInBackground: true,
  });
  useEffect(() => {
    const ticking = setInterval(() => setNowMs(Date.now()), TICK_MS);
    return () => clearInterval(ticking);
  }, []);
  const passedMs = Math.max(0, nowMs - query.dataUpdatedAt);
  const secondsLeft = (ms: number | undefined): number => Math.ceil(Math.max(0, (ms ?? 0) - passedMs) / 1000);
  const round = query.data?.round;
  return { query, toOpen: secondsLeft(round?.msToOpen), toClose: secondsLeft(round?.msToClose) };
}
