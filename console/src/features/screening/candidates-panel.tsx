import type { ScreeningCandidate } from '@linkang/shared/api/screening.routes';
import { SCREENING_WORDS_MAX } from '@linkang/shared/domain/screening-entry';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Drawer, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { screeningApi } from '../../api/clients';
import { usePages } from '../../api/use-pages';
import { PagedTable } from '../../components/paged-table';
import { PersonSearch } from '../../components/person-search';
import { ReasonDialog } from '../../components/reason-dialog';
import { StateTag } from '../../components/state-tag';
import { useTell } from '../../components/use-tell';
import { dayText, sexNames } from '../../components/words';
import { resultWord, sayScreened } from './screening-words';

const whoText = ({ fullName, age, sex }: ScreeningCandidate): string =>
  `${fullName ?? '没留姓名'}，${sexNames[sex]} ${age}岁`;

function useDeeds(onDone: () => void) {
  const queryClient = useQueryClient();
  const tell = useTell();
  const settled = {
    onError: tell.failed,
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['screenings'] }),
  };
  const link = useMutation({
    mutationFn: ({ entry, residentId }: { entry: ScreeningCandidate; residentId: string }) =>
      screeningApi.link({ params: { id: entry.id }, body: { rev: entry.rev, residentId } }),
    onSuccess: () => {
      tell.done('已记到这位居民名下，复测任务已建好');
      onDone();
    },
    ...settled,
  });
  const settle = useMutation({
    mutationFn: ({ entry, words }: { entry: ScreeningCandidate; words: string }) =>
      screeningApi.settle({ params: { id: entry.id }, body: { rev: entry.rev, words } }),
    onSuccess: () => {
      tell.done('已办结');
      onDone();
    },
    ...settled,
  });
  return { link, settle };
}

type Chosen = { entry: ScreeningCandidate; deed: 'link' | 'settle' } | null;

const columnsOf = (choose: (chosen: Chosen) => void): TableColumnsType<ScreeningCandidate> => [
  { title: '谁', key: 'who', render: (_, entry) => whoText(entry) },
  { title: '电话', key: 'phone', className: 'nowrap', render: (_, { phone }) => phone ?? '没留' },
  { title: '活动', key: 'event', render: (_, { day, place }) => `${dayText(day)} ${place}` },
  { title: '读数', key: 'values', render: (_, entry) => sayScreened(entry) },
  {
    title: '结果',
    key: 'results',
    render: (_, { results }) => results.map((result) => <StateTag key={result.programme} word={resultWord(result)} />),
  },
  {
    title: '办理',
    key: 'deeds',
    className: 'nowrap screen-only',
    render: (_, entry) => (
      <div className="button-row">
        <Button aria-label={`记到居民名下：${whoText(entry)}`} onClick={() => choose({ entry, deed: 'link' })}>
          记到居民名下
        </Button>
        <Button aria-label={`办结：${whoText(entry)}`} onClick={() => choose({ entry, deed: 'settle' })}>
          办结
        </Button>
      </div>
    ),
  },
];

/** People without a record who may be ill: to be called, and put onto their record once they have one. */
export function CandidatesPanel() {
  const [chosen, setChosen] = useState<Chosen>(null);
  const query = usePages(['screenings', 'candidates'], (cursor) => screeningApi.candidates({ query: cursor }));
  const close = (): void => setChosen(null);
  const { link, settle } = useDeeds(close);
  const tell = useTell();
  const entry = chosen?.entry;
  return (
    <section className="panel" aria-label="疑似新病例">
      <h2>疑似新病例（没有档案的）</h2>
      <p className="soft">请打电话约复测；登记以后记到他名下，复测和纳入管理的任务会自动建好。</p>
      <PagedTable list="screening-candidates" query={query} columns={columnsOf(setChosen)} emptyText="没有要联系的人" />
      {entry && chosen.deed === 'link' && (
        <Drawer open title={`${whoText(entry)}是哪位居民`} size={560} onClose={close}>
          <PersonSearch
            onSearch={() => link.reset()}
            onOpen={(residentId) => link.mutate({ entry, residentId })}
            onMissing={() => tell.failed(new Error('没有找到，请先到“前台”登记'))}
          />
        </Drawer>
      )}
      <ReasonDialog
        open={chosen?.deed === 'settle'}
        title="办结"
        note="写一句怎么样了，例如：打过电话，已在别处看病。"
        okText="办结"
        busy={settle.isPending}
        max={SCREENING_WORDS_MAX}
        onSubmit={(words) => entry && settle.mutate({ entry, words })}
        onClose={close}
      />
    </section>
  );
}
