import { View } from '@tarojs/components';
import { useEffect, useState, type ReactNode } from 'react';
import type { PaperQuestion, QuizRoutes } from '@linkang/shared/api/quiz.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { Live } from '@/components/live';
import { QuestionCard } from './question-card';

/** A paper as it was drawn. */
export type DrawnPaper = CallReply<QuizRoutes['paper']>;
type Letter = PaperQuestion['answer'];

/** What was answered, question by question; null where time ran out. */
export interface Finished {
  answers: { questionId: string; choice: Letter | null }[];
  seconds: number | null;
}

const TICK_MS = 500;

/** Seconds that are left of a timed paper; undefined of others. */
function useTimeLeft(total: number | undefined, startedMs: number): number | undefined {
  const [nowMs, setNowMs] = useState(startedMs);
  useEffect(() => {
    if (total === undefined) return undefined;
    const ticking = setInterval(() => setNowMs(Date.now()), TICK_MS);
    return () => clearInterval(ticking);
  }, [total]);
  return total === undefined ? undefined : Math.max(0, total - Math.floor((nowMs - startedMs) / 1000));
}

interface PaperProps {
  paper: DrawnPaper;
  isTimed: boolean;
  onFinish: (finished: Finished) => void;
}

/** One question after the other, each explained as soon as it is answered. */
export function Paper({ paper, isTimed, onFinish }: PaperProps): ReactNode {
  const [startedMs] = useState(() => Date.now());
  const [choices, setChoices] = useState<Letter[]>([]);
  const [at, setAt] = useState(0);
  const left = useTimeLeft(isTimed ? paper.seconds : undefined, startedMs);
  const { questions } = paper;
  const question = questions[at];
  const chosen = choices[at];
  const finish = (): void =>
    onFinish({
      answers: questions.map(({ id }, index) => ({ questionId: id, choice: choices[index] ?? null })),
      seconds: isTimed ? Math.round((Date.now() - startedMs) / 1000) : null,
    });
  if (!question) return null;
  const isLast = at === questions.length - 1;
  const isUp = left === 0;
  const words = chosen === question.answer ? '答对了。' : '答错了。';
  return (
    <View className="stack">
      {left === undefined ? null : (
        <View className="lead">{isUp ? '时间到了' : `还有${Math.floor(left / 60)}分${left % 60}秒`}</View>
      )}
      <QuestionCard
        head={`第${at + 1}题，共${questions.length}题`}
        question={question}
        chosen={chosen}
        right={chosen === undefined ? undefined : question.answer}
        isOff={chosen !== undefined || isUp}
        onChoose={(letter) => setChoices([...choices.slice(0, at), letter])}
      />
      <Live>{chosen === undefined ? '' : `${words}${question.explanation}`}</Live>
      {chosen === undefined ? null : (
        <Card tone={chosen === question.answer ? 'soft' : 'warm'}>
          <View className="lead">{words}</View>
          <View>{question.explanation}</View>
        </Card>
      )}
      {chosen !== undefined && !isLast && !isUp ? <Button onPress={() => setAt(at + 1)}>下一题</Button> : null}
      {(chosen !== undefined && isLast) || isUp ? <Button onPress={finish}>看得分</Button> : null}
    </View>
  );
}
