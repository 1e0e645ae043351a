import { PlusOutlined } from '@ant-design/icons';
import type { Template } from '@linkang/shared/api/schedule.routes';
import { PUBLISH_TIME } from '@linkang/shared/domain/schedule';
import type { TableColumnsType } from 'antd';
import { Button, Select, Table } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { scheduleApi } from '../../api/clients';
import { useServices } from '../../api/use-centre';
import { EmptyNote } from '../../components/empty-note';
import { PageHeader } from '../../components/page-header';
import { QueryView } from '../../components/query-view';
import { StateTag } from '../../components/state-tag';
import { spanText } from '../../components/words';
import './schedule.css';
import { attendedText, validityText, weekdayText, weeksNames } from './schedule-words';
import type { TemplateTask } from './template-drawer';
import { templateTitle, useRemoval, useTemplates, type TemplateFilter } from './use-schedule';

// The schema that checks the form comes with it, only when it is needed.
const TemplateDrawer = lazy(async () => ({ default: (await import('./template-drawer')).TemplateDrawer }));

const seatsText = ({ capacity, quotas }: Template): string =>
  quotas ? `${capacity}（网上 ${quotas.online}、前台 ${quotas.desk}、长者 ${quotas.elder}）` : String(capacity);

interface RowActions {
  open: (task: TemplateTask) => void;
  remove: (template: Template) => void;
}

const columnsOf = ({ open, remove }: RowActions): TableColumnsType<Template> => [
  {
    title: '时间',
    key: 'time',
    className: 'nowrap',
    render: (_, row) => (
      <>
        <strong>{weekdayText(row.weekday)}</strong> {row.weeks !== 'every' && weeksNames[row.weeks]}
        <div>{spanText(row)}</div>
      </>
    ),
  },
  {
    title: '服务',
    key: 'service',
    render: (_, row) => (
      <>
        {row.serviceName}
        {(row.teamName ?? row.communityName) && (
          <div className="soft">{[row.teamName, row.communityName].filter(Boolean).join(' · ')}</div>
        )}
        {row.note && <div className="soft">{row.note}</div>}
      </>
    ),
  },
  { title: '医生', key: 'doctor', render: (_, row) => attendedText(row) },
  { title: '地点', dataIndex: 'place' },
  { title: '名额', key: 'seats', render: (_, row) => seatsText(row) },
  {
    title: '有效期',
    key: 'valid',
    render: (_, row) => (
      <>
        <StateTag word={row.active ? ['使用中', 'good'] : ['已停用', 'calm']} />
        <div>{validityText(row)}</div>
      </>
    ),
  },
  {
    title: '操作',
    key: 'actions',
    className: 'screen-only',
    render: (_, template) => {
      const title = templateTitle(template);
      return (
        <div className="row-actions">
          <Button size="small" aria-label={`修改：${title}`} onClick={() => open({ kind: 'change', template })}>
            修改
          </Button>
          <Button size="small" aria-label={`复制：${title}`} onClick={() => open({ kind: 'copy', template })}>
            复制
          </Button>
          <Button size="small" danger aria-label={`删除：${title}`} onClick={() => remove(template)}>
            删除
          </Button>
        </div>
      );
    },
  },
];

function FilterBar({ filter, onChange }: { filter: TemplateFilter; onChange: (filter: TemplateFilter) => void }) {
  const services = useServices();
  const { serviceCode, active } = filter;
  return (
    <div className="toolbar">
      <Select
        aria-label="服务"
        style={{ width: 200 }}
        value={serviceCode ?? ''}
        loading={services.isPending}
        options={[
          { value: '', label: '全部服务' },
          ...(services.data?.items ?? []).map(({ code, name }) => ({ value: code, label: name })),
        ]}
        onChange={(code: string) => onChange({ ...(active ? { active } : {}), ...(code ? { serviceCode: code } : {}) })}
      />
      <Select
        aria-label="状态"
        style={{ width: 140 }}
        value={active ?? ''}
        options={[
          { value: '', label: '全部状态' },
          { value: 'true', label: '使用中' },
          { value: 'false', label: '已停用' },
        ]}
        onChange={(state: '' | 'true' | 'false') =>
          onChange({ ...(serviceCode ? { serviceCode } : {}), ...(state ? { active: state } : {}) })
        }
      />
    </div>
  );
}

/** Weekly templates, from which the sessions are made. */
export function TemplatesPage() {
  const [filter, setFilter] = useState<TemplateFilter>({});
  const [task, setTask] = useState<TemplateTask | null>(null);
  const navigate = useNavigate();
  const query = useTemplates(filter);
  const askRemoval = useRemoval();
  const remove = (template: Template): void =>
    askRemoval({
      title: `删除“${templateTitle(template)}”？`,
      content: '以后不再按它生成场次；已经生成的场次和预约不变。只想停一段时间，可以改成停用。',
      remove: () => scheduleApi.removeTemplate({ params: { id: template.id }, body: { rev: template.rev } }),
    });
  const isFiltered = filter.serviceCode !== undefined || filter.active !== undefined;
  const emptyText = isFiltered
    ? '没有符合条件的模板'
    : '还没有排班模板。添加每周固定的出诊，系统每天自动开好后面两周的场次。';
  return (
    <>
      <PageHeader
        title="排班模板"
        note={`每天 ${PUBLISH_TIME} 按模板自动开好能预约的场次，节假日自动跳过。改模板只影响还没生成的日子。`}
        actions={
          <>
            <Button onClick={() => void navigate('/schedule/preview')}>预览与生成</Button>
            <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setTask({ kind: 'new' })}>
              添加模板
            </Button>
          </>
        }
      />
      <section className="panel" aria-label="模板列表">
        <FilterBar filter={filter} onChange={setFilter} />
        <QueryView query={query}>
          {({ items }) => (
            <Table<Template>
              rowKey="id"
              size="middle"
              columns={columnsOf({ open: setTask, remove })}
              dataSource={items}
              pagination={false}
              locale={{ emptyText: <EmptyNote text={emptyText} /> }}
            />
          )}
        </QueryView>
      </section>
      {task && (
        <Suspense fallback={null}>
          <TemplateDrawer task={task} onClose={() => setTask(null)} />
        </Suspense>
      )}
    </>
  );
}
