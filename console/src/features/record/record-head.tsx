import type { HealthRecord } from '@linkang/shared/api/record.routes';
import { RECORD_WORDS_MAX } from '@linkang/shared/domain/record-form';
import { staffMay } from '@linkang/shared/api/policy';
import { Alert, Button, Descriptions, Tag } from 'antd';
import { useState } from 'react';
import { recordApi } from '../../api/clients';
import { useAccount } from '../../api/sign-in';
import { ReasonDialog } from '../../components/reason-dialog';
import { useTell } from '../../components/use-tell';
import { dayText } from '../../components/words';
import { CloseDialog } from './close-dialog';
import { KeepersDrawer } from './keepers-drawer';
import { closingNames, tagNames } from './record-words';
import { useChange } from './use-record';

function Closed({ record }: { record: HealthRecord }) {
  const [last] = record.states;
  if (!record.closing) return null;
  const { reason, day } = record.closing;
  return (
    <Alert
      type="warning"
      showIcon
      title={`档案已终止：${closingNames.get(reason) ?? ''}，${dayText(day)}起`}
      description={last && `${last.by}${last.words ? `：${last.words}` : ''}`}
    />
  );
}

function Facts({ record }: { record: HealthRecord }) {
  const { number, openedDay, electronic, teamName, doctorName, tags, lastServedDay } = record;
  const items = [
    { key: 'number', label: '档案编号', children: number },
    { key: 'opened', label: '建档日期', children: `${dayText(openedDay)}${electronic ? '' : '（纸质转来）'}` },
    { key: 'team', label: '负责团队', children: [teamName, doctorName].filter(Boolean).join('，') || '未定' },
    { key: 'served', label: '最近一次服务', children: lastServedDay ? dayText(lastServedDay) : '还没有' },
    {
      key: 'tags',
      label: '人群',
      children: tags.length ? tags.map((tag) => <Tag key={tag}>{tagNames.get(tag)}</Tag>) : '没有标记',
    },
  ];
  return <Descriptions column={2} items={items} size="small" />;
}

/** What is known of the record as a whole, and what can be done with it. */
export function RecordHead({ record }: { record: HealthRecord }) {
  const [open, setOpen] = useState<'keepers' | 'close' | 'reopen' | null>(null);
  const roles = useAccount()?.roles ?? [];
  const tell = useTell();
  const { residentId, rev } = record;
  const leave = (): void => setOpen(null);
  const reopen = useChange(
    residentId,
    (words: string) => recordApi.reopen({ params: { id: residentId }, body: { rev, words } }),
    { done: '档案已恢复', onDone: leave },
  );
  const isOpen = record.status === 'open';
  return (
    <section className="panel stack" aria-label="档案概况">
      <Closed record={record} />
      <Facts record={record} />
      <div className="button-row">
        {isOpen && <Button onClick={() => setOpen('keepers')}>人群和负责医生</Button>}
        {isOpen && staffMay(roles, 'record.close') && (
          <Button danger onClick={() => setOpen('close')}>
            终止档案
          </Button>
        )}
        {!isOpen && staffMay(roles, 'record.reopen') && <Button onClick={() => setOpen('reopen')}>恢复档案</Button>}
      </div>
      {open === 'keepers' && <KeepersDrawer record={record} onClose={leave} />}
      {open === 'close' && <CloseDialog record={record} onClose={leave} />}
      <ReasonDialog
        open={open === 'reopen'}
        title="恢复档案"
        note="档案会重新使用，可以继续填写。终止时写的原因也会保留。"
        okText="恢复"
        busy={reopen.isPending}
        max={RECORD_WORDS_MAX}
        onSubmit={(words) => reopen.mutate(words, { onError: tell.failed })}
        onClose={leave}
      />
    </section>
  );
}
