import type { CallReply } from '@linkang/shared/api/route';
import type { ImportRoutes, ImportRun } from '@linkang/shared/api/import.routes';
import { importColumns } from '@linkang/shared/domain/import-sheet';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { TableColumnsType } from 'antd';
import { Alert, Button, Descriptions, Table } from 'antd';
import { Link, useParams } from 'react-router-dom';
import { importApi } from '../../api/clients';
import { PageHeader } from '../../components/page-header';
import { QueryView } from '../../components/query-view';
import { saveFile } from '../../components/save-file';
import { importWords, StateTag } from '../../components/state-tag';
import { useTell } from '../../components/use-tell';
import { instantText } from '../../components/words';

type Run = CallReply<ImportRoutes['get']>;
type Fault = Run['faults'][number];

const POLL_MS = 1500;

const isBusy = (state: ImportRun['state'] | undefined): boolean => state === 'reading' || state === 'importing';

/** The run that the address names; read again until it is at rest. */
function useImportRun() {
  const { id = '' } = useParams();
  return useQuery({
    queryKey: ['imports', id],
    queryFn: () => importApi.get({ params: { id } }),
    refetchInterval: ({ state }) => (isBusy(state.data?.state) ? POLL_MS : false),
  });
}

const faultColumns: TableColumnsType<Fault> = [
  { title: '行', dataIndex: 'line', width: 90 },
  { title: '列', key: 'column', width: 140, className: 'nowrap', render: (_, { column }) => importColumns[column] },
  { title: '怎么改', key: 'says', render: (_, { says }) => says.replace(/^[^：]*：/, '') },
];

function Faults({ run }: { run: Run }) {
  const tell = useTell();
  const saving = useMutation({
    mutationFn: () => importApi.faults({ params: { id: run.id } }),
    onSuccess: saveFile,
    onError: tell.failed,
  });
  return (
    <section className="panel" aria-labelledby="import-faults">
      <h2 id="import-faults">{`有错的 ${run.faulty} 行，不会导入`}</h2>
      <p>在原来的表格里改好，再上传一次；已经导入的人不会重复。</p>
      <Button loading={saving.isPending} onClick={() => saving.mutate()}>
        下载全部
      </Button>
      <Table<Fault>
        rowKey={({ line, column, says }) => `${line}:${column}:${says}`}
        columns={faultColumns}
        dataSource={run.faults}
        pagination={run.faults.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
        style={{ marginTop: 12 }}
      />
    </section>
  );
}

function StartButton({ run }: { run: Run }) {
  const tell = useTell();
  const queryClient = useQueryClient();
  const start = useMutation({
    mutationFn: () => importApi.start({ params: { id: run.id } }),
    onError: tell.failed,
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['imports'] }),
  });
  const people = run.created + run.changed;
  if (people === 0) return <p>没有要导入的人。</p>;
  return (
    <Button
      type="primary"
      size="large"
      style={{ marginTop: 12 }}
      loading={start.isPending}
      onClick={() => start.mutate()}
    >
      {`导入 ${people} 人`}
    </Button>
  );
}

const busyWords: Partial<Record<ImportRun['state'], string>> = {
  reading: '正在核对，还没有改动任何档案。可以离开这一页，回头再看。',
  importing: '正在导入，可以离开这一页，回头再看。',
};

function Outcome({ run }: { run: Run }) {
  const { state, fault } = run;
  const isAhead = state === 'checked';
  return (
    <section className="panel" aria-labelledby="import-outcome">
      <h2 id="import-outcome">
        <StateTag word={importWords[state]} />
      </h2>
      {fault !== null && <Alert type="error" showIcon title={fault} />}
      {isBusy(state) && <p role="status">{busyWords[state]}</p>}
      {!isBusy(state) && fault === null && (
        <Descriptions
          column={4}
          items={[
            { key: 'created', label: isAhead ? '将新建' : '新建', children: `${run.created} 人` },
            { key: 'changed', label: isAhead ? '将更新' : '更新', children: `${run.changed} 人` },
            { key: 'unchanged', label: '没有变化', children: `${run.unchanged} 人` },
            { key: 'faulty', label: '有错', children: `${run.faulty} 行` },
          ]}
        />
      )}
      {isAhead && <StartButton run={run} />}
    </section>
  );
}

/** One sheet: what importing it would do, what is wrong with it, and off it goes. */
export function ImportRunPage() {
  const query = useImportRun();
  return (
    <QueryView query={query} title="导入档案">
      {(run) => (
        <>
          <PageHeader
            title="导入档案"
            note={`${instantText(run.createdAt)} ${run.byName}上传，共 ${run.rows} 行`}
            back={<Link to="/imports">返回导入档案</Link>}
          />
          <Outcome run={run} />
          {run.faults.length > 0 && <Faults run={run} />}
        </>
      )}
    </QueryView>
  );
}
