import { View } from '@tarojs/components';
import type { PropsWithChildren, ReactNode } from 'react';
import type { Proxy } from '@linkang/shared/api/proxy.routes';
import { Card } from '@/components/card';
import { Fact } from '@/components/cell';
import { Tag } from '@/components/tag';
import { sayLongDay } from '@/components/words';
import { scopesWord, stateWord } from '../proxy-words';

interface ProxyCardProps {
  proxy: Proxy;
  /** Whether its state is said: for those who asked. */
  hasState?: boolean;
  relation?: string;
}

/** Who, what and until when. */
export function ProxyCard({ proxy, hasState, relation, children }: PropsWithChildren<ProxyCardProps>): ReactNode {
  const { tone, word } = stateWord(proxy.status);
  return (
    <Card>
      <View className="row row-between">
        <View className="lead">{proxy.name}</View>
        {hasState ? <Tag tone={tone}>{word}</Tag> : null}
      </View>
      {relation ? <Fact name="是您的">{relation}</Fact> : null}
      <Fact name="可以">{scopesWord(proxy.scopes)}</Fact>
      <Fact name="到期">{sayLongDay(proxy.endsDay)}</Fact>
      {children}
    </Card>
  );
}
