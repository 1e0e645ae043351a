import type { ImportRun } from '@linkang/shared/api/import.routes';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { TableColumnsType } from 'antd';
import { Button, Table } from 'antd';
import { Link } from 'react-router-dom';
import { importApi } from '../../api/clients';
import { useAccount } from '../../api/sign-in';
import { EmptyNote } from '../../components/empty-note';
import { PageHeader } from '../../components/page-header';
import { QueryView } from '../../components/query-view';
import { saveFile } from '../../components/save-file';
import { importWords, StateTag } from '../../components/state-tag';
import { useTell } from '../../components/use-tell';
import { instantText } from '../../components/words';
import { SheetStep } from './sheet-step';

const columns: TableColumnsType<ImportRun> = [
  { title: '时间', key: 'at', className: 'nowrap', render: (_, { createdAt }) => instantText(createdAt) },
  { title: '上传', dataIndex: 'byName', className: 'nowrap' },
  {
    title: '状态',
    key: 'state',
    className: 'nowrap',
    render: (_, { state }) => <StateTag word={importWords[state]} />,
  },
  { title: '行数', dataIndex: 'rows' },
  { title: '新建', dataIndex: 'created' },
  { title: '更新', dataIndex: 'changed' },
  { title: '没有变化', dataIndex: 'unchanged' },
  { title: '有错', dataIndex: 'faulty' },
  {
    title: '查看',
    key: 'open',
    className: 'nowrap',
    render: (_, { id, createdAt }) => (
      <Link to={`/imports/${id}`} aria-label={`查看 ${instantText(createdAt)} 上传的表格`}>
        查看
      </Link>
    ),
  },
];

function LatestImports() {
  const query = useQuery({ queryKey: ['imports'], queryFn: () => importApi.list() });
  return (
    <section className="panel" aria-labelledby="latest-imports">
      <h2 id="latest-imports">最近上传的表格</h2>
      <QueryView query={query}>
        {({ items }) => (
          <Table<ImportRun>
            rowKey="id"
            columns={columns}
            dataSource={items}
            pagination={false}
            locale={{ emptyText: <EmptyNote text="还没有上传过表格" /> }}
          />
        )}
      </QueryView>
    </section>
  );
}

function TemplateButton() {
  const tell = useTell();
  const saving = useMutation({ mutationFn: () => importApi.template(), onSuccess: saveFile, onError: tell.failed });
  return (
    <Button loading={saving.isPending} onClick={() => saving.mutate()}>
      下载模板
    </Button>
  );
}

/** Health records that the centre kept before: choosing a sheet, and what became of the latest ones. */
export function ImportsPage() {
  const isImporter = useAccount()?.rights.includes('importRecords') ?? false;
  return (
    <>
      <PageHeader
        title="导入档案"
        note="把中心原有的健康档案表导进来，一次最多10万行。先核对、再导入，重复导入不会多出人来。"
      />
      {isImporter ? (
        <>
          <SheetStep template={<TemplateButton />} />
          <LatestImports />
        </>
      ) : (
        <section className="panel" aria-label="没有权限">
          <p>您的账号没有导入档案的权限，需要的话请管理员在“员工账号”里开通。</p>
        </section>
      )}
    </>
  );
}
