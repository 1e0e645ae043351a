import type { Contract, ContractState, ServicePackage } from '@linkang/shared/api/contract.routes';
import type { StateWord } from '@/components/words';

const WORDS: Record<ContractState, StateWord> = {
  pendingReview: { tone: 'wait', word: '待审核' },
  scheduled: { tone: 'good', word: '已办好，等生效' },
  active: { tone: 'good', word: '已签约' },
  rejected: { tone: 'bad', word: '未通过' },
  withdrawn: { tone: 'plain', word: '已撤回' },
  expired: { tone: 'plain', word: '已到期' },
  terminated: { tone: 'plain', word: '已解约' },
  transferred: { tone: 'plain', word: '已换团队' },
  renewed: { tone: 'plain', word: '已续签' },
};

/** The state of a contract. */
export const contractWord = (status: ContractState): StateWord => WORDS[status];

/** What a contract is, besides a first one. */
export const kindWord = ({ kind }: Pick<Contract, 'kind'>): string | undefined =>
  ({ first: undefined, renewal: '续签', transfer: '换团队' })[kind];

const CURRENT: readonly ContractState[] = ['active', 'pendingReview', 'scheduled'];

/** Whether the contract binds or is being decided, so that no other can be applied for. */
export const isCurrent = (contract: Contract): boolean => CURRENT.includes(contract.status);

/** The contract that counts now: the one that runs, or else the one that waits. */
export const mainOf = (contracts: readonly Contract[]): Contract | undefined =>
  contracts.find(({ status }) => status === 'active') ??
  contracts.find(isCurrent) ??
  contracts.find(({ can, status }) => can.renew || status === 'rejected');

const FEN_PER_YUAN = 100;

/** A package with its price a year, unless the name says already that it is free. */
export function namePackage({ name, priceFen }: Pick<ServicePackage, 'name' | 'priceFen'>): string {
  if (priceFen === 0) return name.includes('免费') ? name : `${name}，免费`;
  return `${name}，每年${(priceFen / FEN_PER_YUAN).toFixed(priceFen % FEN_PER_YUAN === 0 ? 0 : 2)}元`;
}
