import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { aria } from '@/components/a11y';
import { Button } from '@/components/button';
import type { ReadingAloud } from '@/hooks/use-reading-aloud';

/** What starts and steers the reading aloud; it stays in sight while it reads. */
export function AloudBar({ aloud, count }: { aloud: ReadingAloud; count: number }): ReactNode {
  const { state, at, fault, start, pause, resume, stop } = aloud;
  const isSilent = state === 'silent' || state === 'starting';
  return (
    <View className={isSilent ? 'stack' : 'aloud'}>
      {isSilent ? (
        <Button kind="plain" icon="sound" isBusy={state === 'starting'} onPress={start}>
          读给我听
        </Button>
      ) : (
        <>
          <View className="note">{`${state === 'paused' ? '停在' : '正在读'}第${at + 1}句，共${count}句`}</View>
          <View className="aloud-buttons">
            {state === 'reading' ? <Button onPress={pause}>暂停</Button> : <Button onPress={resume}>接着读</Button>}
            <Button kind="plain" onPress={stop}>
              停止朗读
            </Button>
          </View>
        </>
      )}
      <View className="note" {...aria('status', { 'aria-live': 'polite' })}>
        {fault ?? ''}
      </View>
    </View>
  );
}
