import { View } from '@tarojs/components';
import { useEffect, useState, type ReactNode } from 'react';
import type { LiveContest, PaperQuestion } from '@linkang/shared/api/quiz.routes';
import { quizApi } from '@/api/clients';
import { Button } from '@/components/button';
import { Card, SectionTitle } from '@/components/card';
import { Live } from '@/components/live';
import { Page } from '@/components/page';
import { ErrorBox, Loaded, Loading, Missing } from '@/components/states';
import { useLoad } from '@/hooks/use-load';
import { useParam } from '@/hooks/use-param';
import { useSubmit } from '@/hooks/use-submit';
import { open, routes } from '@/routes';
import { selfOf, useAccount } from '@/stores/account';
import { QuestionCard } from '../../components/question-card';
import { useLive } from '../../use-live';
import '../../quiz.scss';

type Letter = PaperQuestion['answer'];
type Round = NonNullable<LiveContest['round']>;

const seconds = (ms: number): number => Math.ceil(ms / 1000);

const Ranking = ({ contestId, no }: { contestId: string; no: number }): ReactNode => {
  const self = useAccount(selfOf);
  const load = useLoad(`quiz-ranking.${contestId}.${no}.${self?.id ?? ''}`, () =>
    quizApi.ranking({ params: { id: contestId } }),
  );
  return (
    <Loaded load={load} lines={2}>
      {({ best, communities, mine, people }) => (
        <>
          {mine ? (
            <Card tone="soft">
              <View className="lead">{`您现在第${mine.place}名，${mine.points}分`}</View>
              <View className="note">{`一共${people}人参加，您答对${mine.right}题`}</View>
            </Card>
          ) : null}
          <SectionTitle>排行榜</SectionTitle>
          <Card>
            {best.map(({ place, name, communityName, points }, index) => (
              <View key={index} className="quiz-rank">
                <View>{`第${place}名 ${name} ${communityName ?? ''}`}</View>
                <View>{`${points}分`}</View>
              </View>
            ))}
          </Card>
          <SectionTitle>社区平均分</SectionTitle>
          <Card>
            {communities.map(({ name, mean, people: count }) => (
              <View key={name} className="quiz-rank">
                <View>{`${name} ${count}人`}</View>
                <View>{`${mean}分`}</View>
              </View>
            ))}
          </Card>
        </>
      )}
    </Loaded>
  );
};

const Gate = (): ReactNode => {
  const isSignedIn = useAccount((state) => state.isSignedIn);
  const self = useAccount(selfOf);
  if (isSignedIn && self) return null;
  return (
    <Card tone="warm">
      <View className="lead">登录并登记以后，抢答才算分</View>
      <Button onPress={() => open(routes.signIn({ need: 'resident' }))}>去登录</Button>
    </Card>
  );
};

const resultWords = (chosen: Letter | undefined, right: Letter): string => {
  if (chosen === undefined) return '这一题您没有答，下一题再来。';
  return chosen === right ? '答对了！' : '答错了，看看解释，下一题再来。';
};

const Over = ({ round, chosen }: { round: Round; chosen: Letter | undefined }): ReactNode => {
  const { result } = round;
  if (!result) return null;
  return (
    <>
      <Card tone="soft">
        <View className="lead">{resultWords(chosen, result.answer)}</View>
        <View>{result.explanation}</View>
      </Card>
      {result.first.length ? (
        <View className="note">{`最先答对：${result.first.map(({ name }) => name).join('、')}`}</View>
      ) : null}
    </>
  );
};

const RoundView = ({
  round,
  msToOpen,
  msToClose,
}: {
  round: Round;
  msToOpen: number;
  msToClose: number;
}): ReactNode => {
  const [chosen, setChosen] = useState<{ roundId: string; letter: Letter }>();
  const self = useAccount(selfOf);
  const send = useSubmit((choice: Letter) => quizApi.answer({ params: { id: round.id }, body: { choice } }));
  const { clearError } = send;
  useEffect(() => clearError(), [round.id, clearError]);
  const mine = chosen?.roundId === round.id ? chosen.letter : undefined;
  const choose = async (letter: Letter): Promise<void> => {
    const reply = await send.submit(letter);
    if (reply) setChosen({ roundId: round.id, letter: reply.choice });
  };
  if (round.phase === 'soon' || !round.question)
    return (
      <Card tone="soft">
        <View className="lead">{`第${round.no}题马上开始`}</View>
        <View className="quiz-count">{seconds(msToOpen)}</View>
      </Card>
    );
  const isOver = round.phase === 'over';
  return (
    <>
      {isOver ? null : <View className="quiz-count">{`还有${seconds(msToClose)}秒`}</View>}
      <QuestionCard
        head={`第${round.no}题`}
        question={round.question}
        chosen={mine}
        right={round.result?.answer}
        isOff={isOver || mine !== undefined || send.isBusy || !self}
        onChoose={(letter) => void choose(letter)}
      />
      <Live>{mine && !isOver ? '收到了，等时间到看结果。' : ''}</Live>
      {mine && !isOver ? <View className="lead">收到了，等时间到看结果</View> : null}
      {send.error ? <ErrorBox error={send.error} /> : null}
      <Over round={round} chosen={mine} />
    </>
  );
};

/** A contest as a phone in the room shows it. */
function ContestPage(): ReactNode {
  const id = useParam('id');
  const { contest, error, msToOpen, msToClose } = useLive(id);
  const round = contest?.round;
  const showsRanking = contest && round && (round.phase === 'over' || contest.state === 'ended');
  return (
    <Page title="知识竞赛">
      <Gate />
      {contest ? <View className="lead">{contest.name}</View> : null}
      {error?.code === 'NOT_FOUND' ? <Missing /> : null}
      {error && error.code !== 'NOT_FOUND' ? <ErrorBox error={error} /> : null}
      {!contest && !error ? <Loading lines={2} /> : null}
      {contest?.state === 'ended' ? <Card tone="soft">竞赛结束了，谢谢参加。</Card> : null}
      {contest && !round ? <Card tone="soft">还没开始。请留在这一页，主持人出题后马上显示。</Card> : null}
      {round ? <RoundView round={round} msToOpen={msToOpen} msToClose={msToClose} /> : null}
      {showsRanking ? <Ranking contestId={id} no={round.no} /> : null}
    </Page>
  );
}

export default ContestPage;
