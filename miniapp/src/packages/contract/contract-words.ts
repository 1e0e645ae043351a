import type { Contract, ContractState } from '@linkang/shared/api/contract.routes';
import type { StateWord } from '@/components/words';

const WORDS: Record<ContractState, StateWord> = {
  pendingReview: { tone: 'wait', word: '待审核' },
  scheduled: { tone: 'good', word: '已续签' },
  active: { tone: 'good', word: '已签约' },
  rejected: { tone: 'bad', word: '未通过' },
  withdrawn: { tone: 'plain', word: '已撤回' },
  expired: { tone: 'plain', word: '已到期' },
  terminated: { tone: 'plain', word: '已解约' },
  transferred: { tone: 'plain', word: '已转团队' },
  renewed: { tone: 'plain', word: '已续签' },
};

/** The state of a contract. */
export const contractWord = (status: ContractState): StateWord => WORDS[status];

const CURRENT: readonly ContractState[] = ['active', 'pendingReview', 'scheduled'];

/** Whether the contract binds or is being decided, so that no other can be applied for. */
export const isCurrent = (contract: Contract): boolean => CURRENT.includes(contract.status);

/** A price a year in words. */
export const sayPrice = (priceFen: number): string =>
  priceFen === 0 ? '免费' : `每年${(priceFen / 100).toFixed(priceFen % 100 === 0 ? 0 : 2)}元`;
