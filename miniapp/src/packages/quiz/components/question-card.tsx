import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import type { PaperQuestion } from '@linkang/shared/api/quiz.routes';
import { aria, press, spokenName } from '@/components/a11y';
import { Card } from '@/components/card';
import { Tag } from '@/components/tag';
import '../quiz.scss';

type Letter = PaperQuestion['answer'];

interface QuestionCardProps {
  /** `第3题，共10题`. */
  head: string;
  question: Pick<PaperQuestion, 'category' | 'text' | 'options'>;
  chosen: Letter | undefined;
  /** Once it may be known. */
  right: Letter | undefined;
  isOff: boolean;
  onChoose: (letter: Letter) => void;
}

interface MarkProps {
  letter: Letter;
  chosen: Letter | undefined;
  right: Letter | undefined;
}

const Mark = ({ letter, chosen, right }: MarkProps): ReactNode => {
  if (right === letter) return <Tag tone="good">正确答案</Tag>;
  if (chosen !== letter) return null;
  return right === undefined ? <Tag tone="plain">已选</Tag> : <Tag tone="bad">您选的</Tag>;
};

/** A question with its answers, each a large button; the choice stands as soon as it is made. */
export function QuestionCard({ head, question, chosen, right, isOff, onChoose }: QuestionCardProps): ReactNode {
  return (
    <Card>
      <View className="note">{`${head} · ${question.category}`}</View>
      <View className="quiz-text" {...aria('heading', { 'aria-level': 2 })}>
        {question.text}
      </View>
      <View className="stack">
        {question.options.map(({ key, text }) => (
          <View
            key={key}
            className={`quiz-option${chosen === key ? ' is-on' : ''}${right === key ? ' is-right' : ''}`}
            hoverClass={isOff ? 'none' : 'is-pressed'}
            {...aria('button', {
              ...spokenName(text),
              'aria-pressed': chosen === key,
              'aria-disabled': isOff || undefined,
            })}
            {...press(() => onChoose(key), isOff)}
          >
            <View className="quiz-option-text">{text}</View>
            <Mark letter={key} chosen={chosen} right={right} />
          </View>
        ))}
      </View>
    </Card>
  );
}
