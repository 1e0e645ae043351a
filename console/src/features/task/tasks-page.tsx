import type { ListedTask } from '@linkang/shared/api/task.routes';
import { programmeWords, taskKinds, type TaskKind } from '@linkang/shared/domain/task-words';
import type { TableColumnsType } from 'antd';
import { Button, Checkbox, Radio, Select, Tag } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { taskApi } from '../../api/clients';
import { useAccount } from '../../api/sign-in';
import { usePages } from '../../api/use-pages';
import { PageHeader } from '../../components/page-header';
import { PagedTable } from '../../components/paged-table';
import { dayText } from '../../components/words';
import { TaskDrawer } from './task-drawer';

/** What of the address is remembered until the next time. */
const FILTERS = ['whose', 'kind', 'overdue'];

const views = { team: '我的团队', mine: '指给我的', all: '全中心' } as const;
type Whose = keyof typeof views;

const kindOptions = Object.entries(taskKinds).map(([value, label]) => ({ value: value as TaskKind, label }));

const nameOf = ({ kind, programme }: ListedTask): string =>
  programme === null ? taskKinds[kind] : `${taskKinds[kind]}（${programmeWords[programme]}）`;

const columnsOf = (open: (task: ListedTask) => void): TableColumnsType<ListedTask> => [
  { title: '居民', dataIndex: 'residentName', className: 'nowrap' },
  {
    title: '什么事',
    key: 'kind',
    className: 'nowrap',
    render: (_, task) => (
      <>
        {nameOf(task)} {task.urgent && <Tag color="error">今天办</Tag>}
      </>
    ),
  },
  { title: '怎么办', dataIndex: 'say' },
  {
    title: '最晚哪天',
    key: 'dueDay',
    className: 'nowrap',
    render: (_, { dueDay, overdue }) => (
      <>
        {dayText(dueDay)} {overdue && <Tag color="error">已超期</Tag>}
      </>
    ),
  },
  { title: '团队', key: 'team', className: 'nowrap', render: (_, { teamName }) => teamName ?? '没有签约' },
  {
    title: '办理',
    key: 'open',
    className: 'screen-only',
    render: (_, task) => (
      <Button aria-label={`打开：${task.residentName} ${nameOf(task)}`} onClick={() => open(task)}>
        打开
      </Button>
    ),
  },
];

function useTaskFilter() {
  const [search, setSearch] = useSearchParams();
  const roles = useAccount()?.roles ?? [];
  const leads = roles.some((role) => role === 'director' || role === 'publicHealth');
  const asked = search.get('whose') as Whose | null;
  const whose: Whose = asked !== null && asked in views && (asked !== 'all' || leads) ? asked : leads ? 'all' : 'team';
  const asKind = search.get('kind');
  const kind = asKind !== null && asKind in taskKinds ? (asKind as TaskKind) : undefined;
  const overdue = search.get('overdue') === 'true';
  const change = (name: string, value: string | undefined): void => {
    const next = new URLSearchParams(search);
    if (value === undefined) next.delete(name);
    else next.set(name, value);
    setSearch(next, { replace: true });
  };
  return { leads, whose, kind, overdue, change };
}

/** Open tasks that values gave rise to: the urgent ones on top, then the first due. */
export function TasksPage() {
  const { leads, whose, kind, overdue, change } = useTaskFilter();
  const [opened, setOpened] = useState<ListedTask | null>(null);
  const query = usePages(['tasks', whose, kind, overdue], (cursor) =>
    taskApi.list({
      query: { whose, ...(kind ? { kind } : {}), ...(overdue ? { overdue: 'true' as const } : {}), ...cursor },
    }),
  );
  const shown = (Object.keys(views) as Whose[]).filter((view) => view !== 'all' || leads);
  return (
    <>
      <PageHeader
        title="待办任务"
        note="体检、随访和测量的数值引出的事。今天要办的排最前面，其次是快到期的。按 j、k 换行，回车打开。"
      />
      <section className="panel" aria-label="待办任务">
        <div className="toolbar">
          <Radio.Group
            aria-label="看谁的"
            optionType="button"
            options={shown.map((value) => ({ value, label: views[value] }))}
            value={whose}
            onChange={(event) => change('whose', event.target.value as Whose)}
          />
          <Select<TaskKind>
            aria-label="只看哪一种"
            placeholder="所有种类"
            allowClear
            style={{ width: 160 }}
            options={kindOptions}
            {...(kind ? { value: kind } : {})}
            onChange={(value?: TaskKind) => change('kind', value)}
          />
          <Checkbox checked={overdue} onChange={({ target }) => change('overdue', target.checked ? 'true' : undefined)}>
            只看超期的
          </Checkbox>
        </div>
        <PagedTable
          list="tasks"
          filters={FILTERS}
          query={query}
          columns={columnsOf(setOpened)}
          emptyText="没有要办的事"
        />
      </section>
      {opened && (
        <TaskDrawer key={opened.id} id={opened.id} residentId={opened.residentId} onClose={() => setOpened(null)} />
      )}
    </>
  );
}
