import type { QuizContest } from '@linkang/shared/api/quiz.routes';
import { QUIZ_CONTEST_NAME_MAX } from '@linkang/shared/domain/quiz-rules';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Table, type TableColumnsType } from 'antd';
import { Link, useNavigate } from 'react-router-dom';
import { quizApi } from '../../api/clients';
import { useSubmissionKey } from '../../api/use-submission-key';
import { EmptyNote } from '../../components/empty-note';
import { faultsOf, showFaults } from '../../components/form-faults';
import { PageHeader } from '../../components/page-header';
import { QueryView } from '../../components/query-view';
import { StateTag } from '../../components/state-tag';
import { useTell } from '../../components/use-tell';
import { dayText } from '../../components/words';

const columns: TableColumnsType<QuizContest> = [
  { title: '日期', key: 'day', className: 'nowrap', render: (_, { day }) => dayText(day) },
  { title: '竞赛', key: 'name', render: (_, { id, name }) => <Link to={`/quiz-contests/${id}`}>{name}</Link> },
  { title: '出过几题', dataIndex: 'rounds' },
  {
    title: '状态',
    key: 'state',
    render: (_, { state }) => <StateTag word={state === 'open' ? ['进行中', 'good'] : ['已结束', 'calm']} />,
  },
];

function OpenContest() {
  const [form] = Form.useForm<{ name: string }>();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const submission = useSubmissionKey();
  const tell = useTell();
  const create = useMutation({
    mutationFn: (body: { name: string }) =>
      quizApi.createContest({ body }, { idempotencyKey: submission.keyFor(body) }),
    onSuccess: async ({ id }) => {
      submission.done();
      await queryClient.invalidateQueries({ queryKey: ['quiz-contests'] });
      await navigate(`/quiz-contests/${id}`);
    },
    onError: (error) => {
      if (showFaults(form, faultsOf(error)).length > 0 || faultsOf(error).length === 0) tell.failed(error);
    },
  });
  return (
    <section className="panel" aria-label="开一场竞赛">
      <h2>开一场竞赛</h2>
      <Form form={form} layout="vertical" className="field-row" onFinish={(typed) => create.mutate(typed)}>
        <Form.Item
          name="name"
          label="竞赛名称"
          rules={[{ required: true, whitespace: true, message: '请写名称，例如：桂花里社区健康知识竞赛' }]}
        >
          <Input style={{ width: 320 }} maxLength={QUIZ_CONTEST_NAME_MAX} />
        </Form.Item>
        <Form.Item label=" " colon={false}>
          <Button type="primary" htmlType="submit" loading={create.isPending}>
            开始
          </Button>
        </Form.Item>
      </Form>
    </section>
  );
}

/** Contests, and a new one. */
export function ContestsPage() {
  const query = useQuery({ queryKey: ['quiz-contests'], queryFn: () => quizApi.contests({}) });
  return (
    <>
      <PageHeader
        title="知识竞赛"
        note="居民在手机“学健康”里进竞赛，主持人在这里出题，所有手机和大屏幕同时显示。"
        actions={<Link to="/quiz-questions">题库</Link>}
      />
      <OpenContest />
      <section className="panel" aria-label="竞赛">
        <h2>竞赛</h2>
        <QueryView query={query}>
          {({ items }) => (
            <Table
              rowKey="id"
              dataSource={items}
              columns={columns}
              pagination={{ hideOnSinglePage: true }}
              locale={{ emptyText: <EmptyNote text="还没有开过竞赛" /> }}
            />
          )}
        </QueryView>
      </section>
    </>
  );
}
