import { isDay } from '@linkang/shared/domain/clinic-day';
import { toCsv } from '@linkang/shared/domain/staff-csv';
import { physicalItems } from '@linkang/shared/domain/tables/physical-items';
import { Alert, Button, Table } from 'antd';
import { useRef, useState } from 'react';
import { Link } from 'react-router-dom';
import { PageHeader } from '../../components/page-header';
import { todayDay } from '../../components/words';
import './physical.css';
import { useLabImport, type Checked, type Imported } from './use-lab-import';

type Work = ReturnType<typeof useLabImport>;

const outcomeWords = {
  new: '可以导入',
  same: '已经有了，不改动',
  faulty: '要改，先不导入',
  taken: '已导入',
  conflict: '有人同时在填，请再导入一次',
} as const;

const template = (): string => {
  const items = physicalItems.items.filter(({ station, required }) => station === 'blood' && required);
  return toCsv([['姓名', '身份证号', ...items.map(({ plain, unit }) => (unit === '' ? plain : `${plain}(${unit})`))]]);
};

function saveTemplate(): void {
  const url = URL.createObjectURL(new Blob([template()], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = '化验单模板.csv';
  link.click();
  // Some browsers read it only after the click is over.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

function FileStep({ work, day, onDay }: { work: Work; day: string; onDay: (day: string) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <section className="panel" aria-labelledby="lab-file">
      <h2 id="lab-file">一、选文件</h2>
      <p>
        第一行是项目名称，要有“姓名”和“身份证号”（至少后四位），或者“体检号”。项目写中文名或代号都可以，如
        血红蛋白(g/L)、FPG。
      </p>
      <div className="toolbar">
        <label htmlFor="lab-day">哪一天体检的</label>
        <input
          id="lab-day"
          type="date"
          className="day-field"
          value={day}
          onChange={(event) => isDay(event.target.value) && onDay(event.target.value)}
        />
        <Button onClick={saveTemplate}>下载模板</Button>
        <Button type="primary" loading={work.isChecking} onClick={() => input.current?.click()}>
          选择化验单（.xlsx 或 .csv）
        </Button>
      </div>
      <input
        ref={input}
        type="file"
        accept=".csv,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        style={{ display: 'none' }}
        aria-label="选择化验单"
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) void work.check(file);
          // The same file may be chosen again after it was corrected.
          event.target.value = '';
        }}
      />
      <div role="alert">{work.failure && <Alert type="error" showIcon title={work.failure} />}</div>
    </section>
  );
}

type Row = Checked['rows'][number] | Imported;

const columns = [
  { title: '行', dataIndex: 'line', width: 70 },
  { title: '姓名', dataIndex: 'name', className: 'nowrap' },
  { title: '新结果', dataIndex: 'values', width: 90, render: (values: number) => `${values}项` },
  {
    title: '结果',
    key: 'outcome',
    render: (_: unknown, row: Row) => (
      <>
        {outcomeWords[row.outcome]}
        {row.faults.map((fault) => (
          <div key={fault}>{fault}</div>
        ))}
        {'urgent' in row &&
          row.urgent.map(({ code, sentence, say }) => (
            <div key={code} className="item-critical">
              危急：{sentence}
              {say}
            </div>
          ))}
      </>
    ),
  },
];

function Rows({ rows }: { rows: readonly Row[] }) {
  const weight = (row: Row): number =>
    'urgent' in row && row.urgent.length > 0 ? 2 : row.outcome === 'faulty' ? 1 : 0;
  return (
    <Table<Row>
      rowKey="line"
      columns={columns}
      dataSource={[...rows].sort((a, b) => weight(b) - weight(a))}
      pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
      style={{ marginTop: 16 }}
    />
  );
}

const countOf = (rows: readonly Row[], outcome: Row['outcome']): number =>
  rows.filter((row) => row.outcome === outcome).length;

function CheckStep({ work, checked }: { work: Work; checked: Checked }) {
  const { rows, unknownColumns } = checked;
  const fresh = countOf(rows, 'new');
  return (
    <section className="panel" aria-labelledby="lab-check">
      <h2 id="lab-check">二、核对</h2>
      <p role="status">
        {`共 ${rows.length} 行：可以导入 ${fresh} 行，已经有了 ${countOf(rows, 'same')} 行，要改 ${countOf(rows, 'faulty')} 行。`}
      </p>
      {unknownColumns.length > 0 && (
        <Alert type="warning" showIcon title={`这些列没有认出来，不会导入：${unknownColumns.join('、')}`} />
      )}
      <Button
        type="primary"
        disabled={fresh === 0 || work.imported !== null}
        loading={work.isImporting}
        style={{ marginTop: 12 }}
        onClick={() => void work.run()}
      >
        {fresh > 0 ? `导入 ${fresh} 行` : '没有要导入的'}
      </Button>
      {work.imported === null && <Rows rows={rows} />}
    </section>
  );
}

/** Values from a laboratory's file: read first, then taken over; it may be repeated. */
export function LabImportPage() {
  const [day, setDay] = useState(todayDay());
  const work = useLabImport(day);
  return (
    <>
      <PageHeader
        title="导入化验单"
        note="手工填过的结果不会被改动，同一个文件可以放心重复导入。"
        back={<Link to="/physicals">返回体检</Link>}
      />
      <FileStep
        work={work}
        day={day}
        onDay={(next) => {
          setDay(next);
          work.forget();
        }}
      />
      {work.checked && <CheckStep work={work} checked={work.checked} />}
      {work.imported && (
        <section className="panel" aria-labelledby="lab-done">
          <h2 id="lab-done">三、结果</h2>
          <p role="status">{`${work.isImporting ? '正在导入' : '导入结束'}：已导入 ${countOf(work.imported, 'taken')} 行。`}</p>
          <Rows rows={work.imported} />
        </section>
      )}
    </>
  );
}
