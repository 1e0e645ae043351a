import { View } from '@tarojs/components';
import { useState, type ReactNode } from 'react';
import type { ClosureRoutes } from '@linkang/shared/api/closure.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { closureApi } from '@/api/clients';
import { Button } from '@/components/button';
import { Card, SectionTitle } from '@/components/card';
import { CheckRow } from '@/components/choices';
import { FormError } from '@/components/form-error';
import { Sheet } from '@/components/sheet';
import { sayInstant } from '@/components/words';
import { useSubmit } from '@/hooks/use-submit';

type Seen = CallReply<ClosureRoutes['ofResident']>;
type Row = Seen['rows'][number];

interface PartProps {
  residentId: string;
  seen: Seen;
  onChanged: () => void;
}

const keptWord = ({ keepYears }: Row): string =>
  keepYears === null ? '立即删除' : `锁定保存${keepYears}年，谁也看不到`;

/** What becomes of what, and the law that says so. */
const Table = ({ rows }: { rows: readonly Row[] }): ReactNode => (
  <View className="stack">
    {rows.map((row) => (
      <View key={row.key}>
        <View>{`${row.title}：${keptWord(row)}`}</View>
        <View className="note">{row.basis}</View>
      </View>
    ))}
  </View>
);

const Undo = ({ seen, onChanged }: PartProps): ReactNode => {
  const form = useSubmit((id: string) => closureApi.undo({ params: { id } }));
  const { closure } = seen;
  if (!closure) return null;
  const keep = async (): Promise<void> => {
    if (await form.submit(closure.id)) onChanged();
  };
  return (
    <Card tone="warm">
      <View className="lead">账号正在注销</View>
      <View>{`${sayInstant(closure.dueAt)}以前可以反悔，现在一切照常。到时候会取消后面的预约，结束签约和代办，不能再登录。`}</View>
      <FormError error={form.error} onRetry={() => void keep()} onRefresh={onChanged} />
      <Button isBusy={form.isBusy} onPress={() => void keep()}>
        不注销了，保留账号
      </Button>
    </Card>
  );
};

const Ask = ({ residentId, seen, onChanged }: PartProps): ReactNode => {
  const [isAsking, setAsking] = useState(false);
  const [isAgreed, setAgreed] = useState(false);
  const form = useSubmit((agreed: true, idempotencyKey) =>
    closureApi.create({ params: { id: residentId }, body: { agreed } }, { idempotencyKey }),
  );
  const close = async (): Promise<void> => {
    const asked = await form.submit(true);
    setAsking(false);
    if (asked) onChanged();
  };
  return (
    <Card>
      <View>{`申请后有${seen.graceDays}天可以反悔。过了以后，后面的预约取消，签约和家人代办结束，不能再登录。`}</View>
      <View>到时候每一样信息怎么处理：</View>
      <Table rows={seen.rows} />
      <CheckRow title="我看完了，知道会怎样" isChecked={isAgreed} onChange={setAgreed} />
      <FormError error={form.error} onRetry={() => void close()} onRefresh={onChanged} />
      <Button kind="danger" isDisabled={!isAgreed} onPress={() => setAsking(true)}>
        申请注销账号
      </Button>
      <Sheet isOpen={isAsking} title="要注销账号吗？" closeText="先不注销" onClose={() => setAsking(false)}>
        <View>{`${seen.graceDays}天内可以在这一页反悔。看病不受影响，可以到前台办理。`}</View>
        <Button kind="danger" isBusy={form.isBusy} onPress={() => void close()}>
          确定申请注销
        </Button>
      </Sheet>
    </Card>
  );
};

/** Closing the own account, or keeping it after all. */
export const ClosurePart = (props: PartProps): ReactNode => (
  <>
    <SectionTitle>注销账号</SectionTitle>
    {props.seen.closure ? <Undo {...props} /> : <Ask {...props} />}
  </>
);
