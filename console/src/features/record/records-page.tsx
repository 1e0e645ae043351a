import type { ListedRecord } from '@linkang/shared/api/record.routes';
import { staffMay } from '@linkang/shared/api/policy';
import type { RecordTag } from '@linkang/shared/domain/record-form';
import { Checkbox, Radio, Select, Tag, type TableColumnsType } from 'antd';
import { Link, useSearchParams } from 'react-router-dom';
import { recordApi } from '../../api/clients';
import { useAccount } from '../../api/sign-in';
import { usePages } from '../../api/use-pages';
import { PageHeader } from '../../components/page-header';
import { PagedTable } from '../../components/paged-table';
import { dayText } from '../../components/words';
import { FiguresPanel } from './figures-panel';
import './record.css';
import { tagNames, tagOptions } from './record-words';

/** What of the address is remembered until the next time. */
const FILTERS = ['status', 'tag', 'unused'];

const columns: TableColumnsType<ListedRecord & { id: string }> = [
  { title: '居民', key: 'name', className: 'nowrap', render: (_, { residentName, age }) => `${residentName} ${age}岁` },
  { title: '档案编号', dataIndex: 'number', className: 'nowrap' },
  { title: '建档日期', key: 'opened', className: 'nowrap', render: (_, { openedDay }) => dayText(openedDay) },
  {
    title: '最近一次服务',
    key: 'served',
    className: 'nowrap',
    render: (_, { lastServedDay }) => (lastServedDay ? dayText(lastServedDay) : '还没有'),
  },
  { title: '人群', key: 'tags', render: (_, { tags }) => tags.map((tag) => <Tag key={tag}>{tagNames.get(tag)}</Tag>) },
  {
    title: '档案',
    key: 'open',
    className: 'screen-only',
    render: (_, { residentId, residentName, number }) => (
      <Link to={`/records/${residentId}`} aria-label={`打开${residentName}的档案 ${number}`}>
        打开
      </Link>
    ),
  },
];

function RecordList() {
  const [search, setSearch] = useSearchParams();
  const status = search.get('status') === 'closed' ? 'closed' : 'open';
  const tag = tagOptions.find(({ value }) => value === search.get('tag'))?.value;
  const unused = search.get('unused') === 'true';
  const put = (changes: { status?: string; tag?: RecordTag | undefined; unused?: boolean }): void => {
    const next = { status, tag, unused, ...changes };
    setSearch(
      { status: next.status, ...(next.tag ? { tag: next.tag } : {}), ...(next.unused ? { unused: 'true' } : {}) },
      { replace: true },
    );
  };
  const query = usePages(['records', status, tag, unused], async (cursor) => {
    const page = await recordApi.list({
      query: { status, ...(tag ? { tag } : {}), ...(unused ? { unused: 'true' } : {}), ...cursor },
    });
    return { ...page, items: page.items.map((row) => ({ ...row, id: row.residentId })) };
  });
  return (
    <section className="panel" aria-label="档案名单">
      <div className="toolbar">
        <Radio.Group
          aria-label="档案状态"
          optionType="button"
          options={[
            { value: 'open', label: '使用中' },
            { value: 'closed', label: '已终止' },
          ]}
          value={status}
          onChange={(event) => put({ status: event.target.value as string })}
        />
        <Select
          aria-label="人群"
          allowClear
          placeholder="所有人群"
          style={{ width: 160 }}
          options={tagOptions}
          value={tag ?? null}
          onChange={(value: RecordTag | null | undefined) => put({ tag: value ?? undefined })}
        />
        <Checkbox checked={unused} onChange={(event) => put({ unused: event.target.checked })}>
          只看今年没用过的
        </Checkbox>
      </div>
      <PagedTable list="records" filters={FILTERS} query={query} columns={columns} emptyText="没有这样的档案" />
    </section>
  );
}

/** Health records: how many there are, and those that need a look. */
export function RecordsPage() {
  const roles = useAccount()?.roles ?? [];
  return (
    <>
      <PageHeader
        title="健康档案"
        note="给新居民建档，请先在“前台”查到本人，再点“健康档案”。主任和公卫人员看得到全部档案，其他人看得到本团队的。"
      />
      {staffMay(roles, 'record.figures') && <FiguresPanel />}
      <RecordList />
    </>
  );
}
