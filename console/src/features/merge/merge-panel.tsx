import type { MergeRoutes, MergeSide } from '@linkang/shared/api/merge.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Radio } from 'antd';
import { useState } from 'react';
import { mergeApi } from '../../api/clients';
import { useSubmissionKey } from '../../api/use-submission-key';
import { ReasonDialog } from '../../components/reason-dialog';
import { useTell } from '../../components/use-tell';
import { instantText, sexNames } from '../../components/words';
import { ObstacleList } from './obstacle-list';
import './merge.css';

type Seen = CallReply<MergeRoutes['compare']>;

interface MergePanelProps {
  seen: Seen;
  onDone: () => void;
  onReset: () => void;
  onLookAgain: () => void;
}

const factsOf = (side: MergeSide): [string, string][] => [
  ['姓名', side.name],
  ['证件号', side.idNumberMasked],
  ['性别年龄', `${sexNames[side.sex]} ${side.age}岁`],
  ['电话', side.phoneMasked ?? '未留'],
  ['登记时间', instantText(side.createdAt)],
  ['微信账号', side.hasAccount ? '已关联' : '没有'],
  ...side.counts.map(({ name, count }): [string, string] => [name, String(count)]),
];

function Sides({ sides }: { sides: readonly [MergeSide, MergeSide] }) {
  const [left, right] = sides.map(factsOf);
  return (
    <table className="merge-sides">
      <thead>
        <tr>
          <th scope="col">核对</th>
          <th scope="col">第一份</th>
          <th scope="col">第二份</th>
        </tr>
      </thead>
      <tbody>
        {left?.map(([name, value], index) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{value}</td>
            <td>{right?.[index]?.[1]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface Choice {
  label: string;
  note: string;
  value: string | null;
  onChange: (id: string) => void;
  sides: readonly [MergeSide, MergeSide];
}

function Choose({ label, note, value, onChange, sides }: Choice) {
  const options = sides.map((side, index) => ({
    value: side.id,
    label: `${index === 0 ? '第一份' : '第二份'}（证件 ${side.idNumberMasked}）`,
  }));
  return (
    <div className="stack">
      <strong>{label}</strong>
      <span className="soft">{note}</span>
      <Radio.Group
        aria-label={label}
        options={options}
        value={value}
        onChange={(event) => onChange(event.target.value as string)}
      />
    </div>
  );
}

function useMerge(onDone: () => void) {
  const queryClient = useQueryClient();
  const tell = useTell();
  const key = useSubmissionKey();
  return useMutation({
    mutationFn: (body: { stayId: string; awayId: string; account: 'stay' | 'away'; reason: string }) =>
      mergeApi.create({ body }, { idempotencyKey: key.keyFor(body) }),
    onSuccess: () => {
      key.done();
      tell.done('已合并，一两分钟后全部转好');
      onDone();
    },
    onError: tell.failed,
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['merges'] }),
  });
}

/** Two records side by side: which one stays, whose account, why. */
export function MergePanel({ seen, onDone, onReset, onLookAgain }: MergePanelProps) {
  const sides = [seen.stay, seen.away] as const;
  const [stayId, setStayId] = useState<string | null>(null);
  const [accountOf, setAccountOf] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const merge = useMerge(onDone);
  const needsAccount = sides.every((side) => side.hasAccount);
  const isReady = stayId !== null && (!needsAccount || accountOf !== null) && seen.obstacles.length === 0;
  const submit = (reason: string): void => {
    const away = sides.find((side) => side.id !== stayId);
    if (stayId === null || !away) return;
    const account = accountOf === away.id ? 'away' : 'stay';
    merge.mutate(
      { stayId, awayId: away.id, account, reason },
      {
        onError: () => {
          setAsking(false);
          onLookAgain();
        },
      },
    );
  };
  return (
    <div className="stack">
      <h2>核对两份档案</h2>
      <Sides sides={sides} />
      {seen.obstacles.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title="先处理好这些，才能合并"
          description={<ObstacleList obstacles={seen.obstacles} />}
          action={<Button onClick={onLookAgain}>处理好了，再看看</Button>}
        />
      )}
      <Choose
        label="留下哪一份？"
        note="留下姓名和证件号正确的那一份，另一份的记录都转过来。"
        value={stayId}
        onChange={setStayId}
        sides={sides}
      />
      {needsAccount && (
        <Choose
          label="以后用哪个微信？"
          note="请问居民本人现在用哪个手机。另一个微信会马上退出。"
          value={accountOf}
          onChange={setAccountOf}
          sides={sides}
        />
      )}
      <div className="button-row">
        <Button type="primary" disabled={!isReady} onClick={() => setAsking(true)}>
          确认是同一个人，合并
        </Button>
        <Button onClick={onReset}>重新查找</Button>
      </div>
      <ReasonDialog
        open={asking}
        title="合并两份档案"
        note="合并后不能撤回。请写下凭什么确认是同一个人，例如核对了身份证原件。"
        okText="合并"
        busy={merge.isPending}
        onSubmit={submit}
        onClose={() => setAsking(false)}
      />
    </div>
  );
}
