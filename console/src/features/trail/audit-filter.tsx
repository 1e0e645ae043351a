import { staffMay } from '@linkang/shared/api/policy';
import type { TrailRoutes } from '@linkang/shared/api/trail.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { useQuery } from '@tanstack/react-query';
import { Button, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { trailApi } from '../../api/clients';
import { useAccount } from '../../api/sign-in';
import { PersonSearch } from '../../components/person-search';
import { roleNames } from '../../components/words';
import { actionText, resultWords } from './audit-words';
import type { AuditFilter } from './use-audit-filter';

type Choices = CallReply<TrailRoutes['choices']>;

const staffOptions = ({ staff }: Choices) =>
  staff.map(({ id, name, roles, active }) => ({
    value: id,
    label: `${name}（${active ? roles.map((role) => roleNames[role] ?? role).join('、') : '已停用'}）`,
  }));
const actionOptions = ({ actions }: Choices) =>
  actions.map(({ action, words }) => ({ value: action, label: actionText(words) }));
const resultOptions = Object.entries(resultWords).map(([value, [label]]) => ({ value, label }));

interface FilterProps {
  filter: AuditFilter;
  change: (changes: Partial<AuditFilter>) => void;
}

const PersonChoice = ({ filter, change }: FilterProps) => {
  const [isOpen, setOpen] = useState(false);
  const [isUnknown, setUnknown] = useState(false);
  const choose = (residentId: string): void => {
    setOpen(false);
    change({ residentId });
  };
  if (filter.residentId) return <Button onClick={() => change({ residentId: '' })}>只看一位居民 ✕</Button>;
  return (
    <>
      <Button onClick={() => setOpen(true)}>选居民</Button>
      <Modal open={isOpen} title="选一位居民" footer={null} onCancel={() => setOpen(false)} destroyOnHidden>
        <PersonSearch onSearch={() => setUnknown(false)} onOpen={choose} onMissing={() => setUnknown(true)} />
        {isUnknown && <p role="status">没有找到这个人。</p>}
      </Modal>
    </>
  );
};

/** What the log is narrowed by: person, staff, action, result, days. */
export function AuditFilterBar({ filter, change }: FilterProps) {
  const roles = useAccount()?.roles ?? [];
  const { data } = useQuery({ queryKey: ['audit-choices'], queryFn: () => trailApi.choices() });
  return (
    <div className="toolbar" role="search" aria-label="筛选审计记录">
      {staffMay(roles, 'resident.search') && <PersonChoice filter={filter} change={change} />}
      <Select
        aria-label="工作人员"
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        placeholder="所有工作人员"
        style={{ width: 200 }}
        options={data ? staffOptions(data) : []}
        value={filter.staffId || null}
        onChange={(staffId: string | null | undefined) => change({ staffId: staffId ?? '' })}
      />
      <Select
        aria-label="操作"
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        placeholder="所有操作"
        style={{ width: 240 }}
        options={data ? actionOptions(data) : []}
        value={filter.action || null}
        onChange={(action: string | null | undefined) => change({ action: action ?? '' })}
      />
      <Select
        aria-label="结果"
        allowClear
        placeholder="所有结果"
        style={{ width: 120 }}
        options={resultOptions}
        value={filter.result || null}
        onChange={(result: string | null | undefined) => change({ result: result ?? '' })}
      />
      <label>
        从{' '}
        <Input
          type="date"
          style={{ width: 150 }}
          value={filter.fromDay}
          onChange={(event) => change({ fromDay: event.target.value })}
        />
      </label>
      <label>
        到{' '}
        <Input
          type="date"
          style={{ width: 150 }}
          value={filter.toDay}
          onChange={(event) => change({ toDay: event.target.value })}
        />
      </label>
    </div>
  );
}
