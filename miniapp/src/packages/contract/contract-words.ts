import type { Contract, ContractState, ServicePackage } from '@linkang/shared/api/contract.routes';
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

const FEN_PER_YUAN = 100;

/** A package with its price a year, unless the name says already that it is free. */
export function namePackage({ name, priceFen }: Pick<ServicePackage, 'name' | 'priceFen'>): string {
  if (priceFen === 0) return name.includes('免费') ? name : `${name}，免费`;
  return `${name}，每年${(priceFen / FEN_PER_YUAN).toFixed(priceFen % FEN_PER_YUAN === 0 ? 0 : 2)}元`;
}
