import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import type { Contract } from '@linkang/shared/api/contract.routes';
import { Card } from '@/components/card';
import { Fact } from '@/components/cell';
import { Tag } from '@/components/tag';
import { sayInstant, sayLongDay } from '@/components/words';
import { contractWord, kindWord } from '../contract-words';

/** A contract with its state, team, packages and days. */
export function ContractCard({ contract }: { contract: Contract }): ReactNode {
  const { tone, word } = contractWord(contract.status);
  const kind = kindWord(contract);
  return (
    <Card>
      <View className="row row-between">
        <View className="lead">{contract.teamName}</View>
        <Tag tone={tone}>{word}</Tag>
      </View>
      {kind ? <Fact name="办的事">{kind}</Fact> : null}
      <Fact name="服务包">{contract.packages.map(({ name }) => name).join('、')}</Fact>
      <Fact name="签几年">{`${contract.termYears}年`}</Fact>
      <Fact name="签名时间">{sayInstant(contract.signedAt)}</Fact>
      {contract.startDay && contract.endDay ? (
        <Fact name="有效期">{`${sayLongDay(contract.startDay)}到${sayLongDay(contract.endDay)}`}</Fact>
      ) : null}
      {contract.lastDay && contract.lastDay !== contract.endDay ? (
        <Fact name="实际结束">{sayLongDay(contract.lastDay)}</Fact>
      ) : null}
      {contract.reason ? <Fact name="原因">{contract.reason}</Fact> : null}
    </Card>
  );
}
