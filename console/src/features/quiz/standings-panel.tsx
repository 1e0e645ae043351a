import type { QuizRoutes } from '@linkang/shared/api/quiz.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { QUIZ_PRIZE_MAX } from '@linkang/shared/domain/quiz-rules';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Modal, Table, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { quizApi } from '../../api/clients';
import { useSubmissionKey } from '../../api/use-submission-key';
import { EmptyNote } from '../../components/empty-note';
import { QueryView } from '../../components/query-view';
import { useTell } from '../../components/use-tell';

type Standing = CallReply<QuizRoutes['standings']>['items'][number];

interface PrizeDialogProps {
  contestId: string;
  standing: Standing;
  onClose: () => void;
}

/** Writes down what somebody got. */
function PrizeDialog({ contestId, standing, onClose }: PrizeDialogProps) {
  const [form] = Form.useForm<{ prize: string }>();
  const queryClient = useQueryClient();
  const submission = useSubmissionKey();
  const tell = useTell();
  const give = useMutation({
    mutationFn: ({ prize }: { prize: string }) => {
      const body = { residentId: standing.residentId, prize };
      return quizApi.givePrize({ params: { id: contestId }, body }, { idempotencyKey: submission.keyFor(body) });
    },
    onSuccess: () => {
      submission.done();
      tell.done('记下了，这位居民在这场不能再领');
      onClose();
    },
    onError: tell.failed,
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['quiz-standings', contestId] }),
  });
  return (
    <Modal
      open
      title={`发奖：第${standing.place}名 ${standing.name}`}
      okText="记下"
      cancelText="返回"
      okButtonProps={{ loading: give.isPending }}
      onOk={() => form.submit()}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <p>请看身份证核对是本人，再写发了什么。一人一场只领一次。</p>
      <Form form={form} layout="vertical" onFinish={(typed) => give.mutate(typed)}>
        <Form.Item
          name="prize"
          label="奖品"
          rules={[{ required: true, whitespace: true, message: '请写奖品，例如：血压计' }]}
        >
          <Input maxLength={QUIZ_PRIZE_MAX} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

const columnsOf = (onGive: (standing: Standing) => void): TableColumnsType<Standing> => [
  { title: '名次', dataIndex: 'place' },
  { title: '姓名', dataIndex: 'name' },
  { title: '社区', key: 'community', render: (_, { communityName }) => communityName ?? '—' },
  { title: '得分', dataIndex: 'points' },
  { title: '答对', dataIndex: 'right' },
  {
    title: '奖品',
    key: 'prize',
    render: (_, standing) =>
      standing.prize ?? (
        <Button aria-label={`发奖：第${standing.place}名${standing.name}`} onClick={() => onGive(standing)}>
          发奖
        </Button>
      ),
  },
];

/** The best, and their prizes. */
export function StandingsPanel({ contestId }: { contestId: string }) {
  const [given, setGiven] = useState<Standing | null>(null);
  const query = useQuery({
    queryKey: ['quiz-standings', contestId],
    queryFn: () => quizApi.standings({ params: { id: contestId } }),
    // Each reading goes into the log of those who stand in it.
    refetchOnWindowFocus: false,
  });
  return (
    <section className="panel stack" aria-label="成绩和奖品">
      <h2>成绩和奖品</h2>
      <div>
        <Button onClick={() => void query.refetch()}>刷新成绩</Button>
      </div>
      <QueryView query={query}>
        {({ items }) => (
          <Table
            rowKey="residentId"
            dataSource={items}
            columns={columnsOf(setGiven)}
            pagination={{ hideOnSinglePage: true }}
            locale={{ emptyText: <EmptyNote text="还没有人答题" /> }}
          />
        )}
      </QueryView>
      {given && <PrizeDialog contestId={contestId} standing={given} onClose={() => setGiven(null)} />}
    </section>
  );
}
