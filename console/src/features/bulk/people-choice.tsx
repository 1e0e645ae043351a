import type { BulkCandidate } from '@linkang/shared/api/bulk.routes';
import { useMutation } from '@tanstack/react-query';
import type { TableColumnsType } from 'antd';
import { Alert, Button, Checkbox, Input, Select, Table } from 'antd';
import { useState, type FormEvent } from 'react';
import { errorText } from '../../api/api-error';
import { bulkApi } from '../../api/clients';
import { useCommunities } from '../../api/use-centre';
import { EmptyNote } from '../../components/empty-note';
import { QueryView } from '../../components/query-view';
import { dayText, sexNames } from '../../components/words';

const ELDER_AGE = 65;

interface PeopleChoiceProps {
  serviceCode: string;
  chosen: readonly string[];
  onChange: (ids: string[]) => void;
}

interface Filter {
  communityId: string;
  building: string;
  onlyElder: boolean;
  onlyUnbooked: boolean;
}

function useCandidates(serviceCode: string, onFound: (items: readonly BulkCandidate[]) => void) {
  return useMutation({
    mutationFn: ({ communityId, building, onlyElder, onlyUnbooked }: Filter) =>
      bulkApi.candidates({
        body: {
          communityId,
          serviceCode,
          onlyUnbooked,
          ...(building.trim() ? { building } : {}),
          ...(onlyElder ? { minAge: ELDER_AGE } : {}),
        },
      }),
    onSuccess: ({ items }) => onFound(items),
  });
}

interface FilterFormProps {
  communities: readonly { id: string; name: string }[];
  isPending: boolean;
  onSearch: (filter: Filter) => void;
}

function FilterForm({ communities, isPending, onSearch }: FilterFormProps) {
  const [filter, setFilter] = useState<Filter>({
    communityId: communities[0]?.id ?? '',
    building: '',
    onlyElder: true,
    onlyUnbooked: true,
  });
  const change = (changes: Partial<Filter>): void => setFilter({ ...filter, ...changes });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSearch(filter);
  };
  return (
    <form className="toolbar bulk-filter" onSubmit={submit}>
      <Select
        aria-label="社区"
        className="bulk-select"
        value={filter.communityId}
        options={communities.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(communityId) => change({ communityId })}
      />
      <Input
        aria-label="楼栋"
        className="bulk-building"
        placeholder="楼栋，例如 3号楼；不填就是全社区"
        maxLength={40}
        value={filter.building}
        onChange={({ target }) => change({ building: target.value })}
      />
      <Checkbox checked={filter.onlyElder} onChange={({ target }) => change({ onlyElder: target.checked })}>
        只看{ELDER_AGE}岁以上
      </Checkbox>
      <Checkbox checked={filter.onlyUnbooked} onChange={({ target }) => change({ onlyUnbooked: target.checked })}>
        只看今年没约过的
      </Checkbox>
      <Button htmlType="submit" loading={isPending} disabled={!filter.communityId}>
        查找居民
      </Button>
    </form>
  );
}

const plainColumns: TableColumnsType<BulkCandidate> = [
  { title: '姓名', dataIndex: 'name', className: 'nowrap' },
  {
    title: '性别年龄',
    key: 'age',
    className: 'nowrap',
    render: (_, { sex, age }) => `${sexNames[sex]} ${age}岁`,
  },
  { title: '门牌', dataIndex: 'addressDetail', render: (detail: string | null) => detail ?? '未留' },
  {
    title: '用小程序',
    dataIndex: 'hasAccount',
    className: 'nowrap',
    render: (hasAccount: boolean) => (hasAccount ? '会用' : '没有'),
  },
  {
    title: '今年这项',
    dataIndex: 'bookedDay',
    className: 'nowrap',
    render: (day: string | null) => (day ? `${dayText(day)} 已约` : '还没约'),
  },
];

function Found({
  items,
  chosen,
  onChange,
}: { items: BulkCandidate[] } & Pick<PeopleChoiceProps, 'chosen' | 'onChange'>) {
  const taken = new Set(chosen);
  const toggle = (id: string, isOn: boolean): void =>
    onChange(items.map((row) => row.id).filter((other) => (other === id ? isOn : taken.has(other))));
  const columns: TableColumnsType<BulkCandidate> = [
    {
      key: 'chosen',
      width: 48,
      title: (
        <Checkbox
          aria-label="全选"
          checked={taken.size === items.length}
          indeterminate={taken.size > 0 && taken.size < items.length}
          onChange={({ target }) => onChange(target.checked ? items.map(({ id }) => id) : [])}
        />
      ),
      render: (_, { id, name }) => (
        <Checkbox
          aria-label={`选 ${name}`}
          checked={taken.has(id)}
          onChange={({ target }) => toggle(id, target.checked)}
        />
      ),
    },
    ...plainColumns,
  ];
  return (
    <Table<BulkCandidate>
      rowKey="id"
      columns={columns}
      dataSource={items}
      pagination={items.length > 50 ? { pageSize: 50, showSizeChanger: false } : false}
    />
  );
}

/** For whom: the people of a community or a building, everybody chosen at first. */
export function PeopleChoice({ serviceCode, chosen, onChange }: PeopleChoiceProps) {
  const communities = useCommunities();
  const search = useCandidates(serviceCode, (items) => onChange(items.map(({ id }) => id)));
  return (
    <section className="panel" aria-label="选居民">
      <h2>二、选居民</h2>
      <QueryView query={communities}>
        {({ items }) => <FilterForm communities={items} isPending={search.isPending} onSearch={search.mutate} />}
      </QueryView>
      {search.error && <Alert type="error" showIcon title={errorText(search.error)} className="bulk-problem" />}
      {search.data && (
        <>
          <p role="status">
            找到 {search.data.items.length} 人，已选 {chosen.length} 人。
            {search.data.more && '还有更多人没有列出，请填楼栋分批预约。'}
          </p>
          {search.data.items.length === 0 ? (
            <EmptyNote text="没有这样的居民，请放宽条件" />
          ) : (
            <Found items={search.data.items} chosen={chosen} onChange={onChange} />
          )}
        </>
      )}
    </section>
  );
}
