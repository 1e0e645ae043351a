import { staffMay } from '@linkang/shared/api/policy';
import type { Task } from '@linkang/shared/api/task.routes';
import { programmeWords, TASK_WORDS_MAX, taskKinds } from '@linkang/shared/domain/task-words';
import { Alert, Button, Descriptions, Drawer } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router-dom';
import { hasCode } from '../../api/api-error';
import { useAccount } from '../../api/sign-in';
import { atDesk } from '../../components/at-desk';
import { QueryView } from '../../components/query-view';
import { ReasonDialog } from '../../components/reason-dialog';
import { dayText, instantText } from '../../components/words';
import { ReadingForm } from './reading-form';
import { useSettle, useTask } from './use-task';

type Status = 'done' | 'declined';

const sources: Record<Task['source'], string> = {
  physical: '体检',
  followup: '随访',
  measurement: '在家测量',
  screening: '筛查',
  recheck: '复查',
};

const readingText = ({ day, values, byName }: Task['readings'][number]): string =>
  `${dayText(day)}：${values.map(({ name, value, unit }) => `${name}${value}${unit}`).join('，')}（${byName}）`;

function Facts({ task }: { task: Task }) {
  const items = [
    { key: 'who', label: '居民', children: task.residentName },
    ...(task.phone === null
      ? []
      : [{ key: 'phone', label: '电话', children: <a href={`tel:${task.phone}`}>{task.phone}</a> }]),
    { key: 'say', label: '怎么办', children: task.say },
    ...(task.programme === null ? [] : [{ key: 'programme', label: '管理', children: programmeWords[task.programme] }]),
    { key: 'because', label: '因为', children: <span style={{ whiteSpace: 'pre-line' }}>{task.because}</span> },
    { key: 'source', label: '来自', children: `${sources[task.source]}，${instantText(task.madeAt)}` },
    { key: 'due', label: '最晚哪天', children: `${dayText(task.dueDay)}${task.overdue ? '（已超期）' : ''}` },
    ...task.readings.map((reading, index) => ({
      key: `reading-${index}`,
      label: `复查第${index + 1}次`,
      children: readingText(reading),
    })),
    ...(task.outcome === null
      ? []
      : [{ key: 'outcome', label: '结果', children: `${task.outcome}（${task.settledByName ?? ''}）` }]),
  ];
  return <Descriptions bordered column={1} items={items} styles={{ label: { whiteSpace: 'nowrap' } }} />;
}

const asks: Record<Status, { title: string; note: string; okText: string }> = {
  done: { title: '办好了', note: '写下找到了谁、结果怎样，留在任务里。', okText: '办结' },
  declined: { title: '不用办', note: '写下为什么不用办，留在任务里。', okText: '不办了' },
};

function Decision({ task, onClose }: { task: Task; onClose: () => void }) {
  const navigate = useNavigate();
  const mayEnrol = staffMay(useAccount()?.roles ?? [], 'followup.enrol');
  const isEnrolment = task.status === 'open' && task.kind === 'enrol' && task.programme !== null && mayEnrol;
  const [status, setStatus] = useState<Status | null>(null);
  const settle = useSettle(task.id, () => {
    setStatus(null);
    onClose();
  });
  return (
    <>
      <div className="button-row decision">
        {isEnrolment && (
          <Button
            type="primary"
            onClick={() =>
              void navigate(`/follow-ups/people/${task.residentId}?enrol=${task.programme}&task=${task.id}`)
            }
          >
            纳入管理
          </Button>
        )}
        {task.status === 'open' && (
          <>
            <Button type={isEnrolment ? 'default' : 'primary'} onClick={() => setStatus('done')}>
              办好了
            </Button>
            <Button danger onClick={() => setStatus('declined')}>
              不用办
            </Button>
          </>
        )}
        <Button onClick={onClose}>关闭</Button>
      </div>
      <ReasonDialog
        open={status !== null}
        {...asks[status ?? 'done']}
        busy={settle.isPending}
        max={TASK_WORDS_MAX}
        onSubmit={(words) => status && settle.mutate({ rev: task.rev, status, words })}
        onClose={() => setStatus(null)}
      />
    </>
  );
}

/** Who has no ground yet gets one where the person is served. */
function Limited({ residentId }: { residentId: string }) {
  return (
    <Alert
      type="warning"
      showIcon
      title="打开前要说明为什么要看"
      description={
        <>
          这位居民今天不归您负责。请先
          <Link to="/desk" state={atDesk(residentId)}>
            到前台打开这位居民
          </Link>
          ，选“要打电话通知本人”等理由，或紧急查看，再回来打开。会记入日志。
        </>
      }
    />
  );
}

interface TaskDrawerProps {
  id: string;
  residentId: string;
  onClose: () => void;
}

/** One task beside the list: why it is there, what was measured since, and what came of it. */
export function TaskDrawer({ id, residentId, onClose }: TaskDrawerProps) {
  const query = useTask(id);
  return (
    <Drawer
      open
      title={query.data ? `${taskKinds[query.data.kind]}：${query.data.residentName}` : '待办任务'}
      size={620}
      onClose={onClose}
    >
      <div className="stack">
        {hasCode(query.error, 'ACCESS_LIMITED') ? (
          <Limited residentId={residentId} />
        ) : (
          <QueryView query={query}>
            {(task) => (
              <>
                <Facts task={task} />
                {task.status === 'open' && task.asks.length > 0 && <ReadingForm task={task} />}
                <Decision task={task} onClose={onClose} />
              </>
            )}
          </QueryView>
        )}
      </div>
    </Drawer>
  );
}
