import { toCsv } from '@linkang/shared/domain/staff-csv';
import type { TableColumnsType } from 'antd';
import { Alert, Button, Table } from 'antd';
import { saveTable } from './csv-file';
import type { CheckedRow, ImportedRow, useStaffImport } from './use-staff-import';

const outcomeWords = {
  new: '新账号',
  existing: '已有这个账号，不改动',
  faulty: '要改',
  created: '已添加',
} as const;

const nameColumns = [
  { title: '行', dataIndex: 'line', width: 70 },
  { title: '用户名', dataIndex: 'username' },
  { title: '姓名', dataIndex: 'name' },
];

const checkedColumns: TableColumnsType<CheckedRow> = [
  ...nameColumns,
  {
    title: '结果',
    key: 'outcome',
    render: (_, { outcome, faults }) => (
      <>
        {outcomeWords[outcome]}
        {faults.map((fault) => (
          <div key={fault}>{fault}</div>
        ))}
      </>
    ),
  },
];

const importedColumns: TableColumnsType<ImportedRow> = [
  ...nameColumns,
  { title: '结果', dataIndex: 'outcome', render: (outcome: ImportedRow['outcome']) => outcomeWords[outcome] },
  { title: '临时密码', dataIndex: 'password', render: (password: string | null) => password ?? '—' },
];

/** What an import would do, row by row; faults first. */
export function CheckedRows({ work, rows }: { work: ReturnType<typeof useStaffImport>; rows: readonly CheckedRow[] }) {
  const count = (outcome: CheckedRow['outcome']): number => rows.filter((row) => row.outcome === outcome).length;
  const [added, existing, faulty] = [count('new'), count('existing'), count('faulty')];
  const sorted = [...rows].sort((a, b) => Number(b.outcome === 'faulty') - Number(a.outcome === 'faulty'));
  return (
    <section className="panel" aria-labelledby="import-check">
      <h2 id="import-check">二、核对</h2>
      <p role="status">{`共 ${rows.length} 人：新账号 ${added} 个，已有 ${existing} 个，要改 ${faulty} 行。`}</p>
      {faulty > 0 ? (
        <Alert type="warning" showIcon title="请在表格里改好这些行，再选一次文件；现在还没有添加任何人。" />
      ) : (
        <Button
          type="primary"
          disabled={added === 0 || work.isDone}
          loading={work.isImporting}
          onClick={() => void work.run()}
        >
          {added > 0 ? `添加 ${added} 个账号` : '没有要添加的账号'}
        </Button>
      )}
      <Table<CheckedRow>
        rowKey="line"
        columns={checkedColumns}
        dataSource={sorted}
        pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
        style={{ marginTop: 16 }}
      />
    </section>
  );
}

const resultOf = (rows: readonly ImportedRow[]): string =>
  toCsv([
    ['用户名', '姓名', '结果', '临时密码'],
    ...rows.map((row) => [row.username, row.name, outcomeWords[row.outcome], row.password ?? '']),
  ]);

/** What was done, with the passwords to be saved now. */
export function ImportedRows({ rows, isDone }: { rows: readonly ImportedRow[]; isDone: boolean }) {
  const made = rows.filter(({ outcome }) => outcome === 'created').length;
  return (
    <section className="panel" aria-labelledby="import-result">
      <h2 id="import-result">三、结果</h2>
      <p role="status">{`${isDone ? '导入结束' : '正在导入'}：已添加 ${made} 个账号，${rows.length - made} 个原来就有。`}</p>
      {made > 0 && (
        <>
          <Alert type="warning" showIcon title="临时密码只显示这一次，离开这页就看不到了，请现在下载。" />
          <Button
            type="primary"
            disabled={!isDone}
            style={{ marginTop: 12 }}
            onClick={() => saveTable('员工临时密码.csv', resultOf(rows))}
          >
            下载结果
          </Button>
        </>
      )}
      <Table<ImportedRow>
        rowKey="line"
        columns={importedColumns}
        dataSource={[...rows]}
        pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
        style={{ marginTop: 16 }}
      />
    </section>
  );
}
