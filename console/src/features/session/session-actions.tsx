import { EditOutlined } from '@ant-design/icons';
import { staffMay } from '@linkang/shared/api/policy';
import type { Session } from '@linkang/shared/api/session.routes';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useAccount } from '../../api/sign-in';
import { ResumeButton, SuspendButton } from './suspension';

// The schemas that check the forms come with them, only when they are needed.
const EditSessionDrawer = lazy(async () => ({ default: (await import('./edit-session-drawer')).EditSessionDrawer }));
const CapacityDialog = lazy(async () => ({ default: (await import('./capacity-dialog')).CapacityDialog }));
const ExtraSeatDrawer = lazy(async () => ({ default: (await import('./extra-seat-drawer')).ExtraSeatDrawer }));

const LECTURE = 'lecture';

type Form = 'edit' | 'capacity' | 'extra';
const forms = { edit: EditSessionDrawer, capacity: CapacityDialog, extra: ExtraSeatDrawer };

/** What can be done with a session in its state; those of lectures change with their lecture. */
export function SessionActions({ session }: { session: Session }) {
  const roles = useAccount()?.roles ?? [];
  const [open, setOpen] = useState<Form | null>(null);
  if (session.serviceCode === LECTURE || session.state === 'ended') return null;
  if (session.state === 'suspended')
    return staffMay(roles, 'session.resume') ? <ResumeButton session={session} /> : null;
  const Shown = open && forms[open];
  return (
    <>
      {staffMay(roles, 'session.update') && (
        <Button icon={<EditOutlined aria-hidden />} onClick={() => setOpen('edit')}>
          修改时间地点
        </Button>
      )}
      {staffMay(roles, 'session.capacity') && <Button onClick={() => setOpen('capacity')}>改名额</Button>}
      {staffMay(roles, 'booking.extra') && <Button onClick={() => setOpen('extra')}>加号</Button>}
      {staffMay(roles, 'session.suspend') && <SuspendButton session={session} />}
      {Shown && (
        <Suspense fallback={null}>
          <Shown session={session} onClose={() => setOpen(null)} />
        </Suspense>
      )}
    </>
  );
}
