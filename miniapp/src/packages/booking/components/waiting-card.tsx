import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import type { WaitlistEntry } from '@linkang/shared/api/waitlist.routes';
import { LinkCard } from '@/components/card';
import { Tag } from '@/components/tag';
import { open, routes } from '@/routes';
import { sayHeld, waitingTitle, waitingWhen, waitingWord } from '../waiting-words';

/** What somebody waits for, in a list. */
export function WaitingCard({ entry }: { entry: WaitlistEntry }): ReactNode {
  const { tone, word } = waitingWord(entry);
  const offer = entry.offer ? `${sayHeld(entry.offer)}。点开确认` : undefined;
  const spoken = [waitingTitle(entry), waitingWhen(entry), word, offer];
  return (
    <LinkCard label={spoken.filter(Boolean).join('，')} onPress={() => open(routes.waiting(entry.id))}>
      <View className="row row-between">
        <View className="item-title">{waitingTitle(entry)}</View>
        <Tag tone={tone}>{word}</Tag>
      </View>
      <View>{waitingWhen(entry)}</View>
      <View className="note">{entry.place}</View>
      {offer ? <View className="notice notice-wait">{offer}</View> : null}
    </LinkCard>
  );
}
