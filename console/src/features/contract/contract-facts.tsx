import type { Contract } from '@linkang/shared/api/contract.routes';
import { endCodeWords } from '@linkang/shared/domain/contract-end';
import { Descriptions } from 'antd';
import type { ReactNode } from 'react';
import { contractWords, StateTag } from '../../components/state-tag';
import { dayText, instantText } from '../../components/words';
import { channelWords, kindWords } from './contract-words';

function spanOf({ startDay, endDay, status, termYears }: Contract): string {
  if (startDay && endDay) return `${dayText(startDay)} 至 ${dayText(endDay)}`;
  return status === 'pendingReview' ? `通过后起算，${termYears} 年` : `没有生效（申请 ${termYears} 年）`;
}

/** What is known of a contract, one line each. */
export function ContractFacts({ contract }: { contract: Contract }) {
  const rows: [label: string, value: ReactNode][] = [
    ['状态', <StateTag key="state" word={contractWords[contract.status]} />],
    ['居民', contract.residentName],
    ['年龄', contract.residentAge === undefined ? '—' : `${contract.residentAge}岁`],
    ['身份证号', contract.idNumberMasked ?? '—'],
    ['社区', contract.communityName ?? '未填'],
    ['团队', contract.teamName],
    ['服务包', contract.packages.map(({ name }) => name).join('、')],
    ['签约期', spanOf(contract)],
    ['来由', kindWords[contract.kind]],
    ['签署', `${instantText(contract.signedAt)}，${channelWords[contract.channel]}`],
  ];
  if (contract.renewFrom) rows.push(['可以续签', `${dayText(contract.renewFrom)} 起`]);
  if (contract.lastDay) rows.push(['实际结束', dayText(contract.lastDay)]);
  if (contract.endCode) rows.push(['结束原因', endCodeWords[contract.endCode]]);
  if (contract.decidedAt) rows.push(['审核', `${contract.decidedBy ?? ''} ${instantText(contract.decidedAt)}`]);
  if (contract.reason) rows.push(['说明', contract.reason]);
  return (
    <Descriptions
      column={1}
      bordered
      size="small"
      styles={{ label: { width: 110 } }}
      items={rows.map(([label, children]) => ({ key: label, label, children }))}
    />
  );
}
