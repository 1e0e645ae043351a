import type { ImportedDay } from '@linkang/shared/api/schedule.routes';
import { calendarColumns } from '@linkang/shared/domain/calendar-list';
import { useMutation } from '@tanstack/react-query';
import type { TableColumnsType } from 'antd';
import { Alert, Button, Drawer, Form, Input, Table } from 'antd';
import { useRef, useState } from 'react';
import { errorText } from '../../api/api-error';
import { scheduleApi } from '../../api/clients';
import { faultsOf } from '../../components/form-faults';
import { useTell } from '../../components/use-tell';
import { useRefresh } from './use-schedule';

const EXAMPLE = [
  Object.values(calendarColumns).join(','),
  '2027-01-01,休息,元旦,,',
  '2027-01-10,上班,元旦调休,周五,',
  '2027-03-02,休息,设备检修,,全科门诊',
].join('\n');

const outcomeNames: Record<ImportedDay['outcome'], string> = {
  new: '新增',
  changed: '修改',
  same: '已有，不变',
  faulty: '要改',
};

const columns: TableColumnsType<ImportedDay> = [
  { title: '行', dataIndex: 'line', width: 56 },
  { title: '日期', dataIndex: 'day' },
  { title: '名称', dataIndex: 'name' },
  {
    title: '结果',
    key: 'outcome',
    render: (_, { outcome, faults }) => (
      <>
        {outcomeNames[outcome]}
        {faults.map((fault) => (
          <div key={fault}>{fault}</div>
        ))}
      </>
    ),
  },
];

/** The text of a file: UTF-8, or what Excel in China writes. */
async function readText(file: File): Promise<string> {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

/** Tries a list, then takes it over; what was tried counts only for the very same text. */
function useImport(onDone: () => void) {
  const tell = useTell();
  const refresh = useRefresh();
  const [tried, setTried] = useState<{ text: string; rows: ImportedDay[] } | null>(null);
  const attempt = useMutation({
    mutationFn: (text: string) => scheduleApi.importDays({ body: { text, dryRun: true } }),
    onMutate: () => setTried(null),
    onSuccess: ({ rows }, text) => setTried({ text, rows }),
  });
  const takeOver = useMutation({
    mutationFn: (text: string) => scheduleApi.importDays({ body: { text, dryRun: false } }),
    onSuccess: async ({ rows }) => {
      tell.done(`已导入 ${rows.filter(({ outcome }) => outcome !== 'same').length} 天`);
      onDone();
      await refresh();
    },
  });
  const error = attempt.error ?? takeOver.error;
  const failure =
    error &&
    (faultsOf(error)
      .map(({ message }) => message)
      .join('；') ||
      errorText(error));
  return { tried, attempt, takeOver, failure };
}

function TriedRows({ rows }: { rows: ImportedDay[] }) {
  const faulty = rows.filter(({ outcome }) => outcome === 'faulty').length;
  const changes = rows.filter(({ outcome }) => outcome === 'new' || outcome === 'changed').length;
  return (
    <>
      <p role="status">
        {faulty > 0
          ? `共 ${rows.length} 行，有 ${faulty} 行要改好再导入。`
          : `共 ${rows.length} 行，新增或修改 ${changes} 天，没有错误。`}
      </p>
      <Table<ImportedDay> rowKey="line" size="small" columns={columns} dataSource={rows} pagination={false} />
    </>
  );
}

/** Takes a list of days over: tried first, so that every fault is seen before anything changes. */
export function ImportDrawer({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('');
  const file = useRef<HTMLInputElement>(null);
  const work = useImport(onClose);
  const tried = work.tried?.text === text ? work.tried : null;
  const isReady = tried !== null && tried.rows.every(({ outcome }) => outcome !== 'faulty');
  return (
    <Drawer
      open
      title="导入休息日与调休"
      size={640}
      onClose={onClose}
      mask={{ closable: false }}
      footer={
        <div className="button-row" style={{ justifyContent: 'flex-end' }}>
          <Button onClick={onClose}>取消</Button>
          <Button disabled={!text.trim()} loading={work.attempt.isPending} onClick={() => work.attempt.mutate(text)}>
            先检查
          </Button>
          <Button
            type="primary"
            disabled={!isReady}
            loading={work.takeOver.isPending}
            onClick={() => work.takeOver.mutate(text)}
          >
            导入
          </Button>
        </div>
      }
    >
      <p>把国务院办公厅公布的放假安排写成表格，每天一行。第一行写列名；也可以贴 JSON。重复导入不会重复。</p>
      <div className="button-row" style={{ marginBottom: 12 }}>
        <Button onClick={() => setText(EXAMPLE)}>填入示例</Button>
        <Button onClick={() => file.current?.click()}>选择文件</Button>
      </div>
      <input
        ref={file}
        type="file"
        accept=".csv,.json,text/csv,application/json"
        style={{ display: 'none' }}
        aria-label="选择文件"
        onChange={(event) => {
          const chosen = event.target.files?.[0];
          if (chosen) void readText(chosen).then(setText);
          // The same file may be chosen again after it was corrected.
          event.target.value = '';
        }}
      />
      <Form layout="vertical">
        <Form.Item label="内容" htmlFor="calendar-list">
          <Input.TextArea
            id="calendar-list"
            rows={8}
            maxLength={60_000}
            value={text}
            placeholder={EXAMPLE}
            onChange={(event) => setText(event.target.value)}
          />
        </Form.Item>
      </Form>
      <div role="alert">
        {work.failure && <Alert type="error" showIcon title={work.failure} style={{ marginBottom: 12 }} />}
      </div>
      {tried && <TriedRows rows={tried.rows} />}
    </Drawer>
  );
}
