import { useState, type ReactNode } from 'react';
import type { LectureRoutes } from '@linkang/shared/api/lecture.routes';
import type { CallInput, CallReply } from '@linkang/shared/api/route';
import { lectureApi } from '@/api/clients';
import { Button } from '@/components/button';
import { Card, SectionTitle } from '@/components/card';
import { FormError } from '@/components/form-error';
import { TextField } from '@/components/text-field';
import { useSubmit } from '@/hooks/use-submit';

/** Somebody of the account, as they have to do with an activity. */
export type Participant = CallReply<LectureRoutes['mine']>['people'][number];
type FeedbackBody = CallInput<LectureRoutes['feedback']>['body'];

/** Characters of the words at most. */
const MAX_WORDS = 200;

const ratings = [
  { rating: 'good', title: '满意' },
  { rating: 'fair', title: '一般' },
  { rating: 'poor', title: '不满意' },
] as const;

interface FeedbackFormProps {
  lectureId: string;
  person: Participant;
  onGiven: () => void;
}

/** Says with one tap how it was; words are for whoever wants to write some. */
export function FeedbackForm({ lectureId, person, onGiven }: FeedbackFormProps): ReactNode {
  const [words, setWords] = useState('');
  const form = useSubmit((body: FeedbackBody, idempotencyKey) =>
    lectureApi.feedback({ params: { id: lectureId }, body }, { idempotencyKey }),
  );
  const give = async (rating: FeedbackBody['rating']): Promise<void> => {
    const said = words.trim();
    const given = await form.submit({
      residentId: person.residentId,
      rating,
      ...(said === '' ? {} : { words: said }),
    });
    if (given) onGiven();
  };
  return (
    <>
      <SectionTitle>{`${person.name}觉得这次活动怎么样？`}</SectionTitle>
      <Card>
        <TextField
          label="想说的话"
          value={words}
          maxLength={MAX_WORDS}
          hint="我们只看评价，不看是谁写的。想写就先写，再点下面。"
          onChange={setWords}
        />
        <FormError error={form.error} onRetry={onGiven} onRefresh={onGiven} />
        {ratings.map(({ rating, title }) => (
          <Button
            key={rating}
            kind={rating === 'good' ? 'primary' : 'plain'}
            isBusy={form.isBusy}
            label={`${person.name}：${title}`}
            onPress={() => void give(rating)}
          >
            {title}
          </Button>
        ))}
      </Card>
    </>
  );
}
