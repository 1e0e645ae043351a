import type { ReactNode } from 'react';
import type { Notice } from '@linkang/shared/api/notice.routes';
import { Button } from '@/components/button';
import { NeedResident } from '@/components/need-resident';
import { Page } from '@/components/page';
import { PagedList } from '@/components/paged-list';
import { ReadAloud } from '@/components/read-aloud';
import { ErrorBox } from '@/components/states';
import { open, routes } from '@/routes';
import { choosePerson } from '@/stores/account';
import { useUnread } from '@/stores/notices';
import { NoticeCard } from '../../components/notice-card';
import { useInbox } from '../../use-inbox';

/** Where each kind of message leads. */
const targets: Record<Notice['opens'], (notice: Notice) => void> = {
  booking: ({ targetId }) => open(routes.booking(targetId)),
  contract: ({ residentId }) => {
    choosePerson(residentId);
    open(routes.contract());
  },
  proxy: () => open(routes.family()),
  waitlist: ({ targetId }) => open(routes.waiting(targetId)),
  resident: ({ residentId }) => {
    choosePerson(residentId);
    open(routes.profile());
  },
  correction: ({ residentId }) => {
    choosePerson(residentId);
    open(routes.corrections());
  },
  closure: () => open(routes.myData()),
  physical: ({ targetId }) => open(routes.report(targetId)),
  measurement: ({ residentId }) => {
    choosePerson(residentId);
    open(routes.measurements());
  },
  lecture: ({ targetId }) => open(routes.lecture(targetId)),
  healthPrescription: ({ targetId }) => open(routes.prescription(targetId)),
};

/** A message as sentences, for reading aloud. */
const sayNotice = ({ title, body, residentName }: Notice): string =>
  `${[residentName, title].filter(Boolean).join('，')}。${body}`;

const Inbox = ({ accountKey }: { accountKey: string }): ReactNode => {
  const { pages, isRead, markOpened, markAll } = useInbox(accountKey);
  const unread = useUnread((state) => state.unread);
  return (
    <>
      {unread > 0 && pages.items?.length ? (
        <Button
          kind="plain"
          icon="check"
          isBusy={markAll.isBusy}
          busyText="正在标记…"
          onPress={() => void markAll.submit(undefined)}
        >
          {`全部标为已读（${unread}条没看）`}
        </Button>
      ) : null}
      {markAll.error ? <ErrorBox error={markAll.error} onRetry={() => void markAll.submit(undefined)} /> : null}
      {pages.items?.length ? <ReadAloud label="消息" text={pages.items.map(sayNotice).join('\n')} /> : null}
      <PagedList pages={pages} emptyTitle="还没有消息" picture="notice" unit="条消息">
        {(notice) => (
          <NoticeCard
            key={notice.id}
            notice={notice}
            isRead={isRead(notice)}
            onOpen={() => {
              markOpened(notice);
              targets[notice.opens](notice);
            }}
          />
        )}
      </PagedList>
    </>
  );
};

/** What happened to the bookings, the contract and the permissions of the person and of relatives. */
function NoticeListPage(): ReactNode {
  return (
    <Page title="消息">
      <NeedResident scope="own" purpose="看自己的消息" signInText="登录">
        {([self]) => <Inbox key={self.id} accountKey={self.id} />}
      </NeedResident>
    </Page>
  );
}

export default NoticeListPage;
