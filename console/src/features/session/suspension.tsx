import type { Session } from '@linkang/shared/api/session.routes';
import { useMutation } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { sessionApi } from '../../api/clients';
import { useRoster } from '../../components/bookings-table';
import { ReasonDialog } from '../../components/reason-dialog';
import { useTell } from '../../components/use-tell';
import { dayText, spanText } from '../../components/words';
import { useSessionRefresh } from './use-session-refresh';

/** The reason is part of a message to the phone. */
const REASON_MAX = 60;

const noteFor = (people: number): string =>
  people > 0
    ? `有 ${people} 位居民约了这一场：会马上通知他们停诊，并尽量给每人另留一个最近的号。留不到号的人会列进“电话通知单”，请打电话。`
    : '还没有人预约这一场。停诊后不能再预约。';

/** Calls the session off; the dialog says how many people will be told before it is done. */
export function SuspendButton({ session }: { session: Session }) {
  const [asking, setAsking] = useState(false);
  const tell = useTell();
  const refresh = useSessionRefresh(session.id);
  const roster = useRoster(session.id);
  // Whoever is here already stays with the staff.
  const people = roster.data?.items.filter(({ status }) => status === 'booked').length ?? 0;
  const suspend = useMutation({
    mutationFn: (reason: string) => sessionApi.suspend({ params: { id: session.id }, body: { reason } }),
    onSuccess: () => tell.done(people > 0 ? `已停诊，正在通知 ${people} 位居民` : '已停诊'),
    onError: tell.failed,
    onSettled: () => {
      setAsking(false);
      return refresh();
    },
  });
  return (
    <>
      <Button danger disabled={!roster.data} onClick={() => setAsking(true)}>
        停诊
      </Button>
      <ReasonDialog
        open={asking}
        title={people > 0 ? `停诊并通知 ${people} 位居民？` : '这一场停诊？'}
        note={noteFor(people)}
        okText={people > 0 ? '停诊并通知' : '停诊'}
        max={REASON_MAX}
        busy={suspend.isPending}
        onSubmit={(reason) => suspend.mutate(reason)}
        onClose={() => setAsking(false)}
      />
    </>
  );
}

/** Opens a suspended session again. */
export function ResumeButton({ session }: { session: Session }) {
  const { modal } = App.useApp();
  const tell = useTell();
  const refresh = useSessionRefresh(session.id);
  const resume = useMutation({
    mutationFn: () => sessionApi.resume({ params: { id: session.id } }),
    onSuccess: () => tell.done('已恢复开诊，可以预约了'),
    onError: tell.failed,
    onSettled: refresh,
  });
  const ask = (): void =>
    void modal.confirm({
      title: '恢复开诊？',
      content: `${dayText(session.day)} ${spanText(session)}可以重新预约。已经通知停诊的居民不会自动回来，另留的号仍为他们留着。`,
      okText: '恢复开诊',
      cancelText: '返回',
      onOk: () => resume.mutateAsync().catch(() => undefined),
    });
  return (
    <Button type="primary" onClick={ask}>
      恢复开诊
    </Button>
  );
}
