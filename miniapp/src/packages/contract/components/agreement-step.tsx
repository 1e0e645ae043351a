import { View } from '@tarojs/components';
import { useState, type ReactNode } from 'react';
import { aria } from '@/components/a11y';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { CheckRow } from '@/components/choices';
import { plainText } from '@/components/plain-text';
import { ReadAloud } from '@/components/read-aloud';
import { RichHtml } from '@/components/rich-html';
import type { Paper } from '../use-signing';

interface AgreementStepProps {
  agreement: Paper['agreement'];
  isRead: boolean;
  onRead: (isRead: boolean) => void;
  onNext: () => void;
}

/** First step: read the agreement, or have it read. */
export function AgreementStep({ agreement, isRead, onRead, onNext }: AgreementStepProps): ReactNode {
  const [isTried, setTried] = useState(false);
  return (
    <>
      <Card>
        <View className="lead" {...aria('heading', { 'aria-level': 3 })}>
          {agreement.title}
        </View>
        <ReadAloud text={plainText(agreement.html)} />
        <RichHtml html={agreement.html} />
        <View className="note">{`版本 ${agreement.version}`}</View>
      </Card>
      <CheckRow title="我看过了，同意协议内容" isChecked={isRead} onChange={onRead} />
      {isTried && !isRead ? (
        <View className="fault" {...aria('alert')}>
          请看完协议，再在上面的方框里打勾
        </View>
      ) : null}
      <Button
        onPress={() => {
          if (isRead) onNext();
          else setTried(true);
        }}
      >
        下一步：选服务
      </Button>
    </>
  );
}
