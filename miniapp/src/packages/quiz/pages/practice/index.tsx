import { View } from '@tarojs/components';
import { useState, type ReactNode } from 'react';
import { quizScore } from '@linkang/shared/domain/quiz-rules';
import { quizApi } from '@/api/clients';
import { PERSONAL } from '@/api/offline-copies';
import { Button } from '@/components/button';
import { Card, SectionTitle } from '@/components/card';
import { Cell, Fact } from '@/components/cell';
import { Page } from '@/components/page';
import { Empty, ErrorBox, Loaded } from '@/components/states';
import { sayLongDay } from '@/components/words';
import { useLoad } from '@/hooks/use-load';
import { useSubmit } from '@/hooks/use-submit';
import { open, routes } from '@/routes';
import { selfOf, useAccount } from '@/stores/account';
import { Paper, type DrawnPaper, type Finished } from '../../components/paper';
import '../../quiz.scss';

type Doing =
  | { kind: 'start' }
  | { kind: 'paper'; paper: DrawnPaper; isTimed: boolean }
  | { kind: 'result'; paper: DrawnPaper; finished: Finished };

const Contests = (): ReactNode => {
  const load = useLoad('quiz-contests', () => quizApi.openContests({}));
  return (
    <Loaded load={load} lines={1}>
      {({ items }) =>
        items.length ? (
          <>
            <SectionTitle>现在能参加的竞赛</SectionTitle>
            <View className="cells">
              {items.map(({ id, name }) => (
                <Cell
                  key={id}
                  icon="book"
                  title={name}
                  note="进去等主持人出题"
                  onPress={() => open(routes.contest(id))}
                />
              ))}
            </View>
          </>
        ) : null
      }
    </Loaded>
  );
};

const History = ({ residentId }: { residentId: string }): ReactNode => {
  const load = useLoad(`${PERSONAL}quiz.${residentId}`, () => quizApi.attempts({ params: { id: residentId } }));
  return (
    <Loaded load={load} lines={1}>
      {({ items }) =>
        items.length ? (
          <>
            <SectionTitle>我的成绩</SectionTitle>
            <View className="cells">
              {items.map(({ id, day, score, right, total, passed }) => (
                <Fact key={id} name={sayLongDay(day)}>
                  {`${score}分，答对${right}/${total}，${passed ? '及格' : '再练练'}`}
                </Fact>
              ))}
            </View>
          </>
        ) : null
      }
    </Loaded>
  );
};

const Start = ({ onDrawn }: { onDrawn: (paper: DrawnPaper, isTimed: boolean) => void }): ReactNode => {
  const self = useAccount(selfOf);
  const [isEmpty, setEmpty] = useState(false);
  const draw = useSubmit(() => quizApi.paper({}));
  const begin = async (isTimed: boolean): Promise<void> => {
    const paper = await draw.submit(undefined);
    if (paper?.questions.length) onDrawn(paper, isTimed);
    else if (paper) setEmpty(true);
  };
  return (
    <>
      <Contests />
      <Card>
        <View className="lead">练一练：每次十道题</View>
        <View>答完一题马上看对错和解释。不登录也能练，登录后记下成绩。</View>
        <Button isBusy={draw.isBusy} onPress={() => void begin(false)}>
          慢慢答，不计时
        </Button>
        <Button kind="plain" isBusy={draw.isBusy} onPress={() => void begin(true)}>
          计时答，每题三十秒
        </Button>
        {draw.error ? <ErrorBox error={draw.error} /> : null}
      </Card>
      {isEmpty ? (
        <Empty picture="article" title="题目还在准备">
          医生审核好就能练了，请过几天再来。
        </Empty>
      ) : null}
      {self ? <History residentId={self.id} /> : null}
    </>
  );
};

const Result = ({
  paper,
  finished,
  onAgain,
}: {
  paper: DrawnPaper;
  finished: Finished;
  onAgain: () => void;
}): ReactNode => {
  const self = useAccount(selfOf);
  const right = paper.questions.filter(({ answer }, index) => finished.answers[index]?.choice === answer).length;
  const score = quizScore(right, paper.questions.length);
  const save = useSubmit((body: Finished, idempotencyKey) =>
    quizApi.addAttempt({ params: { id: self?.id ?? '' }, body }, { idempotencyKey }),
  );
  const [isSaved, setSaved] = useState(false);
  const keep = async (): Promise<void> => {
    if (await save.submit(finished)) setSaved(true);
  };
  return (
    <>
      <Card tone="soft">
        <View className="quiz-score">{`${score}分`}</View>
        <View className="lead">
          {`答对${right}题，共${paper.questions.length}题，${score >= paper.passScore ? '及格了' : '没有及格，再练练'}`}
        </View>
      </Card>
      {self && !isSaved ? (
        <Button isBusy={save.isBusy} onPress={() => void keep()}>
          记到我的成绩
        </Button>
      ) : null}
      {isSaved ? <View className="lead">已记到我的成绩</View> : null}
      {save.error ? <ErrorBox error={save.error} onRetry={() => void keep()} /> : null}
      <Button kind="plain" onPress={onAgain}>
        再来一次
      </Button>
      <SectionTitle>每题的答案</SectionTitle>
      {paper.questions.map(({ id, text, options, answer, explanation }, index) => (
        <Card key={id}>
          <View className="lead">{`${index + 1}. ${text}`}</View>
          <View>{`正确答案：${options.find(({ key }) => key === answer)?.text ?? ''}`}</View>
          <View>{finished.answers[index]?.choice === answer ? '您答对了。' : '您没有答对。'}</View>
          <View className="note">{explanation}</View>
        </Card>
      ))}
    </>
  );
};

/** Practice: a paper by chance, explained at once, and the way to contests that go on. */
function PracticePage(): ReactNode {
  const [doing, setDoing] = useState<Doing>({ kind: 'start' });
  return (
    <Page title="健康知识答题">
      {doing.kind === 'start' ? (
        <Start onDrawn={(paper, isTimed) => setDoing({ kind: 'paper', paper, isTimed })} />
      ) : null}
      {doing.kind === 'paper' ? (
        <Paper
          paper={doing.paper}
          isTimed={doing.isTimed}
          onFinish={(finished) => setDoing({ kind: 'result', paper: doing.paper, finished })}
        />
      ) : null}
      {doing.kind === 'result' ? <Result {...doing} onAgain={() => setDoing({ kind: 'start' })} /> : null}
    </Page>
  );
}

export default PracticePage;
