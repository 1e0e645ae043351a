import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import type { TrailEntry } from '@linkang/shared/api/trail.routes';
import { roleNames } from '@linkang/shared/domain/staff-csv';
import { Card } from '@/components/card';
import { Tag } from '@/components/tag';
import { sayInstant } from '@/components/words';

const others: Record<string, string> = { relative: '家人', self: '本人', staff: '工作人员' };

const roleWord = (role: string): string => (roleNames as Record<string, string>)[role] ?? others[role] ?? '工作人员';

/** What is said beside the deed where it did not come to anything. */
const ends = { denied: '系统没有允许', failed: '没有办成' } as const;

/** One who looked, or did something: who, what, when, and why where it was written down. */
export function TrailCard({ entry }: { entry: TrailEntry }): ReactNode {
  const { staffName, role, words, at, times, result, reason } = entry;
  return (
    <Card>
      {result === 'done' ? null : (
        <View className="row">
          <Tag tone={result === 'denied' ? 'bad' : 'plain'} icon={result === 'denied' ? 'shield' : 'info'}>
            {ends[result]}
          </Tag>
        </View>
      )}
      <View className="item-title">{role === 'self' ? staffName : `${roleWord(role)} ${staffName}`}</View>
      <View>{result === 'done' ? words : `想做：${words.replace('了您', '您')}`}</View>
      {reason === undefined ? null : <View>{`原因：${reason}`}</View>}
      <View className="note">{times > 1 ? `${sayInstant(at)}，当天共${times}次` : sayInstant(at)}</View>
    </Card>
  );
}
