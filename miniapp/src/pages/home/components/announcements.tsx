import { View } from '@tarojs/components';
import { useState, type ReactNode } from 'react';
import type { Announcement } from '@linkang/shared/api/announcement.routes';
import { announcementApi } from '@/api/clients';
import { aria, hidden, press, spokenName } from '@/components/a11y';
import { Card } from '@/components/card';
import { Icon } from '@/components/icon';
import { ReadAloud } from '@/components/read-aloud';
import { useLoad } from '@/hooks/use-load';
import { useShowAgain } from '@/hooks/use-show-again';
import { serverToday } from '@/stores/centre';

const One = ({ announcement }: { announcement: Announcement }): ReactNode => {
  const [isOpen, setOpen] = useState(false);
  const { title, text, important } = announcement;
  const name = `${important ? '重要公告' : '公告'}，${title}`;
  return (
    <Card {...(important ? { tone: 'warm' } : {})}>
      <View
        className="announcement-head"
        hoverClass="is-pressed"
        {...aria('button', { 'aria-expanded': isOpen, ...spokenName(name) })}
        {...press(() => setOpen(!isOpen))}
      >
        <Icon name={important ? 'warning' : 'speech'} />
        <View className="announcement-title">
          <View className="note">{important ? '重要公告' : '公告'}</View>
          <View className="item-title">{title}</View>
        </View>
        <View className="announcement-more">{isOpen ? '收起' : '看全文'}</View>
      </View>
      {isOpen ? (
        <>
          <View className="announcement-text">{text}</View>
          <ReadAloud text={`${title}。\n${text}`} />
        </>
      ) : null}
    </Card>
  );
};

/** Holds the place of one announcement, so that what stands below does not jump when it comes. */
const Place = (): ReactNode => (
  <View className="loading-card" {...hidden}>
    <View className="loading-line is-short" />
    <View className="loading-line" />
  </View>
);

/** What the centre announces today, important things first; nothing where there is nothing. */
export function Announcements(): ReactNode {
  const load = useLoad('home.announcements', () => announcementApi.list({}), { keepCopy: true });
  useShowAgain(() => void load.reload());
  if (!load.data && load.error === undefined) return <Place />;
  // A copy kept for times without network may be older than what it says.
  const items = (load.data?.items ?? []).filter(({ toDay }) => toDay >= serverToday());
  if (items.length === 0) return null;
  return (
    <View className="stack" {...aria('region', { 'aria-label': '中心公告' })}>
      {items.map((announcement) => (
        <One key={announcement.id} announcement={announcement} />
      ))}
    </View>
  );
}
