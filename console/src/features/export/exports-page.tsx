import type { ExportRequest } from '@linkang/shared/api/export.routes';
import { staffMay } from '@linkang/shared/api/policy';
import { exportKinds, exportPurposes } from '@linkang/shared/domain/export-rules';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { TableColumnsType } from 'antd';
import { Button } from 'antd';
import { useState } from 'react';
import { exportApi } from '../../api/clients';
import { useAccount } from '../../api/sign-in';
import { usePages } from '../../api/use-pages';
import { PageHeader } from '../../components/page-header';
import { PagedTable } from '../../components/paged-table';
import { ReasonDialog } from '../../components/reason-dialog';
import { saveFile } from '../../components/save-file';
import { useTell } from '../../components/use-tell';
import { instantText } from '../../components/words';
import { AskForm } from './ask-form';
import { faultWords, stateNames } from './export-words';

interface Act {
  id: string;
  what: 'approve' | 'refuse' | 'open';
  note?: string;
}

const doneWords: Record<Act['what'], string> = { approve: '已同意', refuse: '已拒绝', open: '已下载，请妥善保管' };

async function act({ id, what, note = '' }: Act): Promise<void> {
  if (what === 'open') return saveFile(await exportApi.open({ params: { id } }));
  if (what === 'approve') await exportApi.approve({ params: { id } });
  else await exportApi.refuse({ params: { id }, body: { note } });
}

function useAct(onDone: () => void) {
  const tell = useTell();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: (_, { what }) => {
      tell.done(doneWords[what]);
      onDone();
    },
    onError: tell.failed,
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['exports'] }),
  });
}

interface RowActions {
  ownId: string | undefined;
  decides: boolean;
  busy: boolean;
  run: (act: Act) => void;
  refuse: (row: ExportRequest) => void;
}

function StateCell({ row, actions }: { row: ExportRequest; actions: RowActions }) {
  const { id, state, decidedByName, note, fault, expiresAt } = row;
  const isOwn = row.askedBy === actions.ownId;
  const what = `${row.askedByName} ${exportKinds[row.kind]} ${row.fromDay}`;
  return (
    <>
      <div>{stateNames[state]}</div>
      {decidedByName && <div className="soft">{`审批：${decidedByName}${note ? `，${note}` : ''}`}</div>}
      {fault && <div className="soft">{faultWords[fault]}</div>}
      {state === 'ready' && expiresAt && <div className="soft">{`${instantText(expiresAt)}删除`}</div>}
      {state === 'ready' && isOwn && (
        <Button
          type="primary"
          aria-label={`下载：${what}`}
          disabled={actions.busy}
          onClick={() => actions.run({ id, what: 'open' })}
        >
          下载
        </Button>
      )}
      {state === 'waiting' && actions.decides && !isOwn && (
        <div className="button-row">
          <Button
            aria-label={`同意：${what}`}
            disabled={actions.busy}
            onClick={() => actions.run({ id, what: 'approve' })}
          >
            同意
          </Button>
          <Button danger aria-label={`拒绝：${what}`} onClick={() => actions.refuse(row)}>
            拒绝
          </Button>
        </div>
      )}
    </>
  );
}

const columnsOf = (actions: RowActions): TableColumnsType<ExportRequest> => [
  {
    title: '申请',
    key: 'asked',
    className: 'nowrap',
    render: (_, row) => (
      <>
        {row.askedByName}
        <div className="soft">{instantText(row.askedAt)}</div>
      </>
    ),
  },
  {
    title: '名单',
    key: 'list',
    className: 'nowrap',
    render: (_, row) => (
      <>
        {exportKinds[row.kind]}
        <div className="soft">{`${row.fromDay} 至 ${row.toDay}`}</div>
      </>
    ),
  },
  { title: '行数', key: 'rows', className: 'nowrap', render: (_, { rows }) => (rows === null ? '' : `${rows}行`) },
  {
    title: '用途和原因',
    key: 'purpose',
    render: (_, { purpose, reason }) => (
      <>
        {exportPurposes[purpose].title}
        <div>{reason}</div>
      </>
    ),
  },
  { title: '结果', key: 'state', render: (_, row) => <StateCell row={row} actions={actions} /> },
];

/** Lists as files: asking for them, deciding of others' requests, getting the own ones. */
export function ExportsPage() {
  const account = useAccount();
  const [refused, setRefused] = useState<ExportRequest | null>(null);
  const query = usePages(['exports'], (cursor) => exportApi.list({ query: cursor }));
  const acting = useAct(() => setRefused(null));
  const isAsker = account?.rights.includes('massExport') ?? false;
  const columns = columnsOf({
    ownId: account?.id,
    decides: staffMay(account?.roles ?? [], 'export.approve'),
    busy: acting.isPending,
    run: acting.mutate,
    refuse: setRefused,
  });
  return (
    <>
      <PageHeader
        title="导出名单"
        note="证件号和电话打码，地址只到街道，首行写明谁导出、做什么用。行数多的要另一人同意，每次下载都有记录，本人看得到。"
      />
      {isAsker && (
        <section className="panel" aria-label="申请导出">
          <AskForm />
        </section>
      )}
      <section className="panel" aria-label="导出申请">
        <div className="toolbar">
          <Button onClick={() => void query.refetch()}>刷新</Button>
          {!isAsker && <span className="soft">您的账号没有申请导出的权限，需要的话请管理员开通。</span>}
        </div>
        <PagedTable list="exports" query={query} columns={columns} emptyText="还没有导出申请" />
      </section>
      <ReasonDialog
        open={refused !== null}
        title="拒绝导出"
        note="写下为什么不同意，申请人看得到。"
        okText="拒绝"
        busy={acting.isPending}
        onSubmit={(note) => refused && acting.mutate({ id: refused.id, what: 'refuse', note })}
        onClose={() => setRefused(null)}
      />
    </>
  );
}
