import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { LinkCard } from '@/components/card';
import { Tag } from '@/components/tag';
import { useUnreadCount } from '@/hooks/use-unread-count';
import { open, routes } from '@/routes';
import { useAccount } from '@/stores/account';

/** The way to the messages, and how many wait; only there for those who are signed in. */
export function NoticeRow(): ReactNode {
  const isSignedIn = useAccount((state) => state.isSignedIn);
  const unread = useUnreadCount();
  if (!isSignedIn) return null;
  const word = `${unread}条没看`;
  const note = '预约、签约有变化会写在这里';
  return (
    <LinkCard label={`消息，${unread ? word : note}`} onPress={() => open(routes.notices())}>
      <View className="row row-between">
        <View className="item-title">消息</View>
        {unread ? (
          <Tag tone="wait" icon="bell">
            {word}
          </Tag>
        ) : null}
      </View>
      {unread ? null : <View className="note">{note}</View>}
    </LinkCard>
  );
}
