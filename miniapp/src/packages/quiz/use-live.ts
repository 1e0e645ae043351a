import { useDidHide, useDidShow } from '@tarojs/taro';
import { useEffect, useRef, useState } from 'react';
import type { LiveContest } from '@linkang/shared/api/quiz.routes';
import { toApiError, type ApiError } from '@/api/api-error';
import { quizApi } from '@/api/clients';

const EVERY_MS = 1000;
const TICK_MS = 200;
/** A moment after the turn, so that the server has turned, too. */
const AFTER_MS = 40;

interface Seen {
  contest: LiveContest;
  /** The phone's own time of the reply; only differences of it are used. */
  atMs: number;
}

/** What a phone shows of a contest that goes on. */
export interface Live {
  contest: LiveContest | undefined;
  error: ApiError | undefined;
  /** Milliseconds until the question is shown, and until answers are refused. */
  msToOpen: number;
  msToClose: number;
}

/** Asks again when something turns, at the latest after a second. */
const nextMs = ({ contest: { round } }: Seen): number => {
  const turns = [round?.msToOpen ?? 0, round?.msToClose ?? 0].filter((ms) => ms > 0).map((ms) => ms + AFTER_MS);
  return Math.min(EVERY_MS, ...turns);
};

/** Follows a contest while its page is shown. */
export function useLive(contestId: string): Live {
  const [seen, setSeen] = useState<Seen>();
  const [error, setError] = useState<ApiError>();
  const [nowMs, setNowMs] = useState(0);
  const [isShown, setShown] = useState(true);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useDidShow(() => setShown(true));
  useDidHide(() => setShown(false));
  useEffect(() => {
    if (!isShown || contestId === '') return undefined;
    let isEnded = false;
    const ask = async (): Promise<void> => {
      let waitMs = EVERY_MS;
      try {
        const contest = await quizApi.live({ params: { id: contestId } });
        if (isEnded) return;
        const reply = { contest, atMs: Date.now() };
        waitMs = nextMs(reply);
        setSeen(reply);
        setNowMs(reply.atMs);
        setError(undefined);
      } catch (thrown) {
        if (isEnded) return;
        setError(toApiError(thrown));
      }
      timer.current = setTimeout(() => void ask(), waitMs);
    };
    void ask();
    const ticking = setInterval(() => setNowMs(Date.now()), TICK_MS);
    return () => {
      isEnded = true;
      clearTimeout(timer.current);
      clearInterval(ticking);
    };
  }, [contestId, isShown]);
  const passedMs = seen ? Math.max(0, nowMs - seen.atMs) : 0;
  const left = (ms: number | undefined): number => Math.max(0, (ms ?? 0) - passedMs);
  const round = seen?.contest.round;
  return { contest: seen?.contest, error, msToOpen: left(round?.msToOpen), msToClose: left(round?.msToClose) };
}
