import type { Contract } from '@linkang/shared/api/contract.routes';
import { endCodeWords } from '@linkang/shared/domain/contract-end';
import { Timeline } from 'antd';
import { contractWords } from '../../components/state-tag';
import { instantText } from '../../components/words';
import { whoWords } from './contract-words';

/** How a contract went: what it became, when, by whom and why. */
export function ContractHistory({ contract: { history = [] } }: { contract: Contract }) {
  if (history.length === 0) return null;
  return (
    <section aria-labelledby="history-title">
      <h2 id="history-title">经过</h2>
      <Timeline
        items={history.map(({ at, to, by, byName, endCode }) => ({
          key: `${at}-${to}`,
          content: [
            instantText(at),
            contractWords[to][0],
            byName ?? whoWords[by],
            ...(endCode ? [endCodeWords[endCode]] : []),
          ].join(' · '),
        }))}
      />
    </section>
  );
}
