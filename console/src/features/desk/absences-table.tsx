import type { Booking, BookingRoutes } from '@linkang/shared/api/booking.routes';
import type { CallReply } from '@linkang/shared/api/route';
import type { TableColumnsType } from 'antd';
import { App, Button, Table } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { EmptyNote } from '../../components/empty-note';
import { absenceWords, StateTag } from '../../components/state-tag';
import { dayText } from '../../components/words';
import { CONFIRM_NOTE, saidText } from './absence-words';
import { useAbsence } from './use-absence';

// The schema that checks the form comes with it, only when it is needed.
const AnswerDialog = lazy(async () => ({ default: (await import('./answer-dialog')).AnswerDialog }));

/** Somebody who seems not to have come, or was confirmed not to have. */
export type AbsenceRow = CallReply<BookingRoutes['noShows']>['items'][number];

interface Acts {
  confirm: (row: AbsenceRow) => void;
  undo: (row: AbsenceRow) => void;
  answer: (row: AbsenceRow) => void;
}

function RowActions({ row, acts }: { row: AbsenceRow; acts: Acts }) {
  if (row.state === 'suggested')
    return (
      <Button danger aria-label={`确认爽约 ${row.residentName}`} onClick={() => acts.confirm(row)}>
        确认爽约
      </Button>
    );
  return (
    <div className="button-row">
      {row.appeal !== null && row.answer === null && (
        <Button type="primary" aria-label={`答复 ${row.residentName}`} onClick={() => acts.answer(row)}>
          答复
        </Button>
      )}
      <Button aria-label={`撤销爽约 ${row.residentName}`} onClick={() => acts.undo(row)}>
        撤销
      </Button>
    </div>
  );
}

const columnsFor = (acts: Acts): TableColumnsType<AbsenceRow> => [
  { title: '时间', key: 'when', className: 'nowrap', render: (_, row) => `${dayText(row.day)} ${row.startTime}` },
  { title: '号', dataIndex: 'number', width: 64 },
  { title: '姓名', key: 'person', className: 'nowrap', render: (_, row) => `${row.residentName} ${row.age}岁` },
  { title: '服务', dataIndex: 'serviceName' },
  {
    title: '状态',
    dataIndex: 'state',
    render: (state: AbsenceRow['state']) => <StateTag word={absenceWords[state]} />,
  },
  { title: '说明与答复', key: 'said', render: (_, row) => saidText(row) ?? '—' },
  { title: '办理', key: 'actions', width: 180, render: (_, row) => <RowActions row={row} acts={acts} /> },
];

/** The absences with what staff do about each. */
export function AbsencesTable({ rows, onNow }: { rows: AbsenceRow[]; onNow: (booking: Booking) => void }) {
  const { modal } = App.useApp();
  const [answering, setAnswering] = useState<AbsenceRow | null>(null);
  const absence = useAbsence(onNow);
  const askConfirm = ({ bookingId, residentName }: AbsenceRow): void =>
    void modal.confirm({
      title: `确认${residentName}没有来？`,
      content: CONFIRM_NOTE,
      okText: '确认爽约',
      okButtonProps: { danger: true },
      cancelText: '返回',
      onOk: () => absence.mutateAsync({ act: 'confirmNoShow', bookingId }).catch(() => undefined),
    });
  const acts: Acts = {
    confirm: askConfirm,
    undo: ({ bookingId }) => absence.mutate({ act: 'undoNoShow', bookingId }),
    answer: setAnswering,
  };
  return (
    <>
      <Table<AbsenceRow>
        rowKey="bookingId"
        columns={columnsFor(acts)}
        dataSource={rows}
        pagination={rows.length > 50 ? { pageSize: 50, showSizeChanger: false } : false}
        locale={{ emptyText: <EmptyNote text="这段时间没有要核实的人" /> }}
      />
      {answering && (
        <Suspense fallback={null}>
          <AnswerDialog
            residentName={answering.residentName}
            appeal={answering.appeal ?? ''}
            busy={absence.isPending}
            onSubmit={(answer) =>
              absence.mutate(
                { act: 'answerAppeal', bookingId: answering.bookingId, answer },
                { onSuccess: () => setAnswering(null) },
              )
            }
            onClose={() => setAnswering(null)}
          />
        </Suspense>
      )}
    </>
  );
}
