import { PrinterOutlined } from '@ant-design/icons';
import type { Lecture } from '@linkang/shared/api/lecture.routes';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button } from 'antd';
import { useEffect, useState } from 'react';
import { Link, useParams } from 'react-router-dom';
import { lectureApi } from '../../api/clients';
import { PageHeader } from '../../components/page-header';
import { QueryView } from '../../components/query-view';
import { lectureWords, StateTag } from '../../components/state-tag';
import { useTell } from '../../components/use-tell';
import { attendanceKey, recordKey, whenAndWhere } from './lecture-words';
import { RecordForm } from './record-form';
import { CertificateSheet, RecordSheet, type Attendance } from './record-sheet';
import { RecordSummary } from './record-summary';
import './record.css';
import { useRecord, type ActivityRecord, type RecordState } from './use-record';

type Sheet = { what: 'record' | 'certificates'; attendance: Attendance };

/** Reads who came only when a sheet is printed, since each reading goes into the log. */
function useSheet(id: string) {
  const queryClient = useQueryClient();
  const tell = useTell();
  const [sheet, setSheet] = useState<Sheet | null>(null);
  useEffect(() => {
    if (sheet) window.print();
  }, [sheet]);
  const print = (what: Sheet['what']): void =>
    void queryClient
      .fetchQuery({ queryKey: attendanceKey(id), queryFn: () => lectureApi.attendance({ params: { id } }) })
      .then((attendance) => setSheet({ what, attendance }), tell.failed);
  return { sheet, print };
}

interface DeedsProps {
  state: RecordState;
  record: ActivityRecord;
  print: (what: Sheet['what']) => void;
}

function Deeds({ state, record: { can }, print }: DeedsProps) {
  const { modal } = App.useApp();
  const confirmFinish = (): void =>
    void modal.confirm({
      title: '归档这份活动记录？',
      content: '归档后人数不再变，计入年度统计；要改可以请编辑或主任退回。',
      okText: '确认归档',
      cancelText: '返回',
      onOk: () => state.finish(),
    });
  return (
    <>
      <Button icon={<PrinterOutlined aria-hidden />} disabled={state.dirty} onClick={() => print('record')}>
        打印记录表和签到表
      </Button>
      <Button disabled={state.dirty} onClick={() => print('certificates')}>
        打印参加证明
      </Button>
      {can.save && (
        <Button loading={state.busy} onClick={() => void state.save()}>
          保存
        </Button>
      )}
      {can.finish && (
        <Button type="primary" disabled={state.busy} onClick={confirmFinish}>
          归档
        </Button>
      )}
      {can.reopen && <Button onClick={() => void state.reopen()}>退回修改</Button>}
    </>
  );
}

function RecordView({ lecture, record }: { lecture: Lecture; record: ActivityRecord }) {
  const { id } = lecture;
  const state = useRecord(id, lecture.kind, record);
  const { sheet, print } = useSheet(id);
  return (
    <>
      <div className="screen-only">
        <PageHeader
          title={`活动记录表：${lecture.title}`}
          note={
            <>
              <StateTag word={lectureWords[lecture.state]} /> {whenAndWhere(lecture)}
              {state.dirty && ' · 有没保存的修改'}
            </>
          }
          back={<Link to={`/lectures/${id}`}>回活动</Link>}
          actions={<Deeds state={state} record={record} print={print} />}
        />
        {state.failure && <Alert type="error" showIcon title={state.failure} />}
        <RecordSummary record={record} />
        {record.can.save ? (
          <RecordForm kind={lecture.kind} record={record} state={state} />
        ) : (
          <section className="panel" aria-label="小结">
            <h2>小结</h2>
            <p style={{ whiteSpace: 'pre-wrap' }}>{record.summary}</p>
          </section>
        )}
      </div>
      {sheet?.what === 'record' && <RecordSheet lecture={lecture} record={record} attendance={sheet.attendance} />}
      {sheet?.what === 'certificates' && <CertificateSheet lecture={lecture} attendance={sheet.attendance} />}
    </>
  );
}

/** The file of an activity: what is counted by itself, what staff write, and its sheets for printing. */
export function RecordPage() {
  const { id = '' } = useParams();
  const lecture = useQuery({ queryKey: ['lecture', id], queryFn: () => lectureApi.get({ params: { id } }) });
  const record = useQuery({
    queryKey: recordKey(id),
    queryFn: () => lectureApi.record({ params: { id } }),
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  return (
    <QueryView query={lecture} title="活动记录表">
      {(shown) => (
        <QueryView query={record} title="活动记录表">
          {(data) => <RecordView key={String(data.can.save)} lecture={shown} record={data} />}
        </QueryView>
      )}
    </QueryView>
  );
}
