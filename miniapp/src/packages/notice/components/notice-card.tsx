import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import type { Notice } from '@linkang/shared/api/notice.routes';
import { LinkCard } from '@/components/card';
import { Tag } from '@/components/tag';
import { sayInstant } from '@/components/words';

interface NoticeCardProps {
  notice: Notice;
  isRead: boolean;
  onOpen: () => void;
}

/** A message: what happened, to whom where it is a relative, and whether it was looked at. */
export function NoticeCard({ notice, isRead, onOpen }: NoticeCardProps): ReactNode {
  const { title, body, at, residentName } = notice;
  const when = sayInstant(at);
  const label = [isRead ? '' : '没看过', residentName ?? '', title, body, when].filter(Boolean).join('，');
  return (
    <LinkCard label={label} onPress={onOpen}>
      {isRead && residentName === undefined ? null : (
        <View className="row">
          {isRead ? null : (
            <Tag tone="wait" icon="bell">
              没看过
            </Tag>
          )}
          {residentName === undefined ? null : (
            <Tag tone="plain" icon="person">
              {residentName}
            </Tag>
          )}
        </View>
      )}
      <View className="item-title">{title}</View>
      <View>{body}</View>
      <View className="note">{when}</View>
    </LinkCard>
  );
}
