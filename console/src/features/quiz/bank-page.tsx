import type { BankQuestion } from '@linkang/shared/api/quiz.routes';
import { staffMay } from '@linkang/shared/api/policy';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm, Radio, Table, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { quizApi } from '../../api/clients';
import { useAccount } from '../../api/sign-in';
import { usePages } from '../../api/use-pages';
import { PageHeader } from '../../components/page-header';
import { QueryView } from '../../components/query-view';
import { CheckTag, StateTag } from '../../components/state-tag';
import { useTell } from '../../components/use-tell';
import { ImportPanel } from './import-panel';
import { QuestionDrawer } from './question-drawer';

type State = BankQuestion['state'];

const stateWords = {
  proposed: ['待医生审核', 'wait'],
  released: ['在用', 'good'],
  retired: ['停用', 'calm'],
} as const;

const states = [
  { value: 'all', label: '全部' },
  { value: 'proposed', label: '待审核' },
  { value: 'released', label: '在用' },
  { value: 'retired', label: '停用' },
];

const sayQuestion = ({ options, answer, explanation }: BankQuestion): string =>
  `${(Object.entries(options) as [keyof typeof options, string][])
    .map(([letter, text]) => `${letter === answer ? '✔' : ''}${letter}. ${text}`)
    .join(' ')}。${explanation}`;

const columnsOf = (onEdit: (question: BankQuestion) => void): TableColumnsType<BankQuestion> => [
  { title: '类别', dataIndex: 'category', className: 'nowrap' },
  {
    title: '题目',
    key: 'text',
    render: (_, question) => (
      <>
        <strong>{question.text}</strong>
        <p className="note">{sayQuestion(question)}</p>
      </>
    ),
  },
  {
    title: '状态',
    key: 'state',
    className: 'nowrap',
    render: (_, { state, check }) => (
      <>
        <StateTag word={stateWords[state]} /> <CheckTag check={check} />
      </>
    ),
  },
  {
    title: '办理',
    key: 'deeds',
    className: 'screen-only',
    render: (_, question) => (
      <Button aria-label={`修改：${question.text}`} onClick={() => onEdit(question)}>
        修改
      </Button>
    ),
  },
];

function useRelease(onDone: () => void) {
  const queryClient = useQueryClient();
  const tell = useTell();
  return useMutation({
    mutationFn: (items: readonly BankQuestion[]) =>
      quizApi.releaseQuestions({ body: { items: items.map(({ id, rev }) => ({ id, rev })) } }),
    onSuccess: ({ released, skipped }) => {
      tell.done(`发布了${released}道${skipped > 0 ? `，${skipped}道刚被改过，请再看` : ''}`);
      onDone();
    },
    onError: tell.failed,
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['quiz-questions'] }),
  });
}

interface ReleaseBarProps {
  chosen: readonly BankQuestion[];
  onDone: () => void;
}

function ReleaseBar({ chosen, onDone }: ReleaseBarProps) {
  const roles = useAccount()?.roles ?? [];
  const release = useRelease(onDone);
  if (!staffMay(roles, 'quiz.releaseQuestions')) return <p>题目要医生审核发布后才会出。</p>;
  return (
    <Popconfirm
      title={`这${chosen.length}道题您都看过了吗？`}
      okText="看过，发布"
      cancelText="再看看"
      onConfirm={() => release.mutate(chosen)}
      disabled={chosen.length === 0}
    >
      <Button type="primary" disabled={chosen.length === 0} loading={release.isPending}>
        审核通过，发布选中的{chosen.length > 0 ? ` ${chosen.length} 道` : ''}
      </Button>
    </Popconfirm>
  );
}

const PAGE = 100;

function Questions({ state, onEdit }: { state: State | 'all'; onEdit: (question: BankQuestion) => void }) {
  const [chosenIds, setChosenIds] = useState<string[]>([]);
  const query = usePages(['quiz-questions', state], (cursor) =>
    quizApi.questions({ query: { ...cursor, limit: PAGE, ...(state === 'all' ? {} : { state }) } }),
  );
  return (
    <QueryView query={query}>
      {(items) => (
        <>
          <ReleaseBar
            chosen={items.filter(({ id, state: now }) => now === 'proposed' && chosenIds.includes(id)).slice(0, PAGE)}
            onDone={() => setChosenIds([])}
          />
          <Table
            rowKey="id"
            dataSource={items}
            columns={columnsOf(onEdit)}
            pagination={false}
            rowSelection={{
              selectedRowKeys: chosenIds,
              onChange: (keys) => setChosenIds(keys.map(String)),
              getCheckboxProps: ({ state: now, text }) => ({
                disabled: now !== 'proposed',
                'aria-label': `选中：${text}`,
              }),
            }}
          />
          {query.hasNextPage && (
            <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              载入更多
            </Button>
          )}
        </>
      )}
    </QueryView>
  );
}

/** The bank of questions. */
export function BankPage() {
  const [state, setState] = useState<State | 'all'>('all');
  const [edited, setEdited] = useState<BankQuestion | 'new' | null>(null);
  return (
    <>
      <PageHeader
        title="知识竞赛题库"
        note="练习和竞赛只出医生审核过的题。改过的题要重新审核。"
        actions={
          <Button type="primary" onClick={() => setEdited('new')}>
            写一道题
          </Button>
        }
      />
      <section className="panel stack" aria-label="题库">
        <Radio.Group
          aria-label="看哪些题"
          optionType="button"
          options={states}
          value={state}
          onChange={(event) => setState(event.target.value as State | 'all')}
        />
        <Questions key={state} state={state} onEdit={setEdited} />
      </section>
      <ImportPanel />
      {edited && (
        <QuestionDrawer
          key={edited === 'new' ? 'new' : edited.id}
          question={edited === 'new' ? null : edited}
          onClose={() => setEdited(null)}
        />
      )}
    </>
  );
}
