import { DownloadOutlined } from '@ant-design/icons';
import type { SheetRoutes } from '@linkang/shared/api/sheet.routes';
import type { CallInput, CallReply } from '@linkang/shared/api/route';
import { timeOf } from '@linkang/shared/domain/clinic-day';
import { useMutation } from '@tanstack/react-query';
import type { TableColumnsType } from 'antd';
import { Alert, Button, Table } from 'antd';
import { useId, useState } from 'react';
import { errorText, hasCode } from '../../api/api-error';
import { sheetApi } from '../../api/clients';
import { PageHeader } from '../../components/page-header';
import { bookingWords } from '../../components/state-tag';
import { useTell } from '../../components/use-tell';
import { dayText, todayDay } from '../../components/words';
import './sheet.css';

type Applied = CallReply<SheetRoutes['apply']>;
type Conflict = Applied['conflicts'][number];
type Body = CallInput<SheetRoutes['apply']>['body'];

const URL_LIFE_MS = 60_000;

function save(fileName: string, html: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([html], { type: 'text/html' }));
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), URL_LIFE_MS);
}

/** Fetches the sheet of a day as a file. */
function Download() {
  const fieldId = useId();
  const tell = useTell();
  const [day, setDay] = useState(todayDay);
  const download = useMutation({
    mutationFn: () => sheetApi.get({ query: { day } }),
    onSuccess: ({ fileName, html, people }) => {
      save(fileName, html);
      tell.done(`已下载，共 ${people} 人`);
    },
    onError: tell.failed,
  });
  return (
    <section className="panel" aria-labelledby={`${fieldId}-title`}>
      <h2 id={`${fieldId}-title`}>一、系统正常时下载</h2>
      <p>建议每天开诊前下载一份。没有网络、系统停了也能打开，在上面打勾。姓名已经脱敏，下载会记入日志。</p>
      <div className="toolbar">
        <label htmlFor={fieldId}>哪一天</label>
        <input
          id={fieldId}
          className="day-field"
          type="date"
          value={day}
          onChange={(event) => setDay(event.target.value)}
        />
        <Button
          type="primary"
          icon={<DownloadOutlined aria-hidden />}
          disabled={!day}
          loading={download.isPending}
          onClick={() => download.mutate()}
        >
          下载离线名单
        </Button>
      </div>
    </section>
  );
}

const reasonText = ({ reason, status }: Conflict): string =>
  reason === 'time' ? '打勾的时间不在这一天，请核对那台电脑的时钟' : `这个号现在是“${bookingWords[status][0]}”`;

const columns: TableColumnsType<Conflict> = [
  { title: '号', dataIndex: 'number', width: 64 },
  { title: '时间', dataIndex: 'startTime', width: 80 },
  { title: '地点', dataIndex: 'place' },
  { title: '打的勾', dataIndex: 'kind', render: (kind: Conflict['kind']) => (kind === 'arrived' ? '已到' : '看完') },
  { title: '打勾时间', dataIndex: 'at', render: (at: string) => timeOf(new Date(at)) },
  { title: '为什么没有录入', key: 'reason', render: (_, row) => reasonText(row) },
];

function Outcome({ applied }: { applied: Applied }) {
  const { conflicts } = applied;
  return (
    <>
      <Alert
        type={conflicts.length > 0 ? 'warning' : 'success'}
        showIcon
        title={`${dayText(applied.day)}：录入 ${applied.applied} 处，已经有的 ${applied.repeated} 处，没有录入 ${conflicts.length} 处`}
      />
      {conflicts.length > 0 && (
        <Table<Conflict>
          rowKey={({ id, kind }) => `${id} ${kind}`}
          columns={columns}
          dataSource={conflicts}
          pagination={false}
        />
      )}
    </>
  );
}

/** Text that is no file of ours reaches the server as an empty sheet, which answers for it. */
const readBody = (text: string): Body => {
  try {
    return JSON.parse(text) as Body;
  } catch {
    return { sheet: '-', signature: '-', ticks: [] };
  }
};

const uploadProblem = (error: unknown): string =>
  hasCode(error, 'VALIDATION_FAILED') ? '这不是“打勾结果”文件，请重新选择' : errorText(error);

/** Sends in what was ticked; the same file twice changes nothing. */
function Upload() {
  const fieldId = useId();
  const upload = useMutation({
    mutationFn: async (file: File) => sheetApi.apply({ body: readBody(await file.text()) }),
  });
  return (
    <section className="panel" aria-labelledby={`${fieldId}-title`}>
      <h2 id={`${fieldId}-title`}>二、系统恢复后上传</h2>
      <p>上传从离线名单导出的“打勾结果”文件。同一份传两次不会重复录入，别人已经录入的也不会被改掉。</p>
      <div className="toolbar">
        <label htmlFor={fieldId}>打勾结果文件</label>
        <input
          id={fieldId}
          type="file"
          accept=".json,application/json"
          disabled={upload.isPending}
          onChange={({ target }) => {
            const file = target.files?.[0];
            // The same file may be chosen again.
            target.value = '';
            if (file) upload.mutate(file);
          }}
        />
      </div>
      <div role="status">
        {upload.data && <Outcome applied={upload.data} />}
        {upload.error && <Alert type="error" showIcon title={uploadProblem(upload.error)} />}
      </div>
    </section>
  );
}

/** The day sheet for hours without the server, and the way back. */
export function SheetPage() {
  return (
    <>
      <PageHeader title="离线名单" note="停电、断网、系统停了，也能接着给居民签到。" />
      <Download />
      <Upload />
    </>
  );
}
