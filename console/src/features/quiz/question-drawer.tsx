import type { BankQuestion } from '@linkang/shared/api/quiz.routes';
import {
  QUIZ_CATEGORY_MAX,
  QUIZ_EXPLANATION_MAX,
  QUIZ_OPTION_MAX,
  QUIZ_QUESTION_MAX,
  quizLetters,
  type WrittenQuestion,
} from '@linkang/shared/domain/quiz-rules';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Drawer, Form, Input, Popconfirm, Radio } from 'antd';
import { quizApi } from '../../api/clients';
import { useSubmissionKey } from '../../api/use-submission-key';
import { faultsOf, showFaults } from '../../components/form-faults';
import { useTell } from '../../components/use-tell';

interface QuestionDrawerProps {
  /** Null: a new one. */
  question: BankQuestion | null;
  onClose: () => void;
}

const filled = (message: string) => [{ required: true, whitespace: true, message }];

function useDeeds({ question, onClose }: QuestionDrawerProps) {
  const queryClient = useQueryClient();
  const submission = useSubmissionKey();
  const tell = useTell();
  const onSettled = () => queryClient.invalidateQueries({ queryKey: ['quiz-questions'] });
  const save = useMutation({
    mutationFn: (body: WrittenQuestion) =>
      question
        ? quizApi.updateQuestion({ params: { id: question.id }, body: { ...body, rev: question.rev } })
        : quizApi.createQuestion({ body }, { idempotencyKey: submission.keyFor(body) }),
    onSuccess: () => {
      submission.done();
      tell.done('保存好了，等医生审核');
      onClose();
    },
    onSettled,
  });
  const retire = useMutation({
    mutationFn: ({ id, rev }: BankQuestion) => quizApi.retireQuestion({ params: { id }, body: { rev } }),
    onSuccess: () => {
      tell.done('已停用');
      onClose();
    },
    onError: tell.failed,
    onSettled,
  });
  return { save, retire, tell };
}

const Fields = () => (
  <>
    <Form.Item name="category" label="类别" rules={filled('请写类别，例如：高血压')}>
      <Input maxLength={QUIZ_CATEGORY_MAX} />
    </Form.Item>
    <Form.Item name="text" label="题目" rules={filled('请写题目')}>
      <Input.TextArea rows={2} showCount maxLength={QUIZ_QUESTION_MAX} />
    </Form.Item>
    {quizLetters.map((letter) => (
      <Form.Item key={letter} name={['options', letter]} label={`选项${letter}`} rules={filled(`请写选项${letter}`)}>
        <Input maxLength={QUIZ_OPTION_MAX} />
      </Form.Item>
    ))}
    <Form.Item name="answer" label="正确答案" rules={[{ required: true, message: '请选正确答案' }]}>
      <Radio.Group options={quizLetters.map((letter) => ({ value: letter, label: letter }))} />
    </Form.Item>
    <Form.Item name="explanation" label="解释（答完马上显示）" rules={filled('请写为什么')}>
      <Input.TextArea rows={3} showCount maxLength={QUIZ_EXPLANATION_MAX} />
    </Form.Item>
  </>
);

/** One question: written, changed, or asked no more. */
export function QuestionDrawer(props: QuestionDrawerProps) {
  const { question, onClose } = props;
  const [form] = Form.useForm<WrittenQuestion>();
  const { save, retire, tell } = useDeeds(props);
  const submit = (body: WrittenQuestion): void =>
    save.mutate(body, {
      onError: (error) => {
        if (showFaults(form, faultsOf(error)).length > 0 || faultsOf(error).length === 0) tell.failed(error);
      },
    });
  return (
    <Drawer open size={560} title={question ? '修改题目' : '写一道题'} onClose={onClose}>
      <Form form={form} layout="vertical" initialValues={question ?? {}} onFinish={submit}>
        <Fields />
        <div className="button-row">
          <Button type="primary" htmlType="submit" loading={save.isPending}>
            保存
          </Button>
          {question && question.state !== 'retired' && (
            <Popconfirm
              title="以后不再出这道题吗？"
              okText="停用"
              cancelText="返回"
              onConfirm={() => retire.mutate(question)}
            >
              <Button danger loading={retire.isPending}>
                停用这道题
              </Button>
            </Popconfirm>
          )}
        </div>
      </Form>
    </Drawer>
  );
}
