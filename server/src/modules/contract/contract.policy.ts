import type { Contract } from '@linkang/shared/api/contract.routes';
import { staffMay } from '@linkang/shared/api/policy';
import { renewalStateOn, renewalWindow, type RenewalRule } from '@linkang/shared/domain/renewal-window';
import type { Actor } from '../../platform/actor';
import type { ContractRules } from '../../platform/config';
import type { ContractRow } from './contract.schema';

/** Whether the caller decides on the contracts of a team: the director of all, a doctor of their own teams. */
export const canReview = (actor: Actor, teamId: string): boolean =>
  actor.kind === 'staff' &&
  (actor.roles.includes('director') || (actor.roles.includes('doctor') && actor.teamIds.includes(teamId)));

/** Whether the caller brought in the paper, and so leaves the decision to somebody else where the house says so. */
export const isOwnPaper = (actor: Actor, { evidence }: Pick<ContractRow, 'evidence'>, rules: ContractRules): boolean =>
  rules.onSiteFourEyes && actor.kind === 'staff' && evidence.staffId === actor.accountId;

/** The days around a contract's end as the centre set them. */
export const renewalRuleOf = (rules: ContractRules): RenewalRule => ({
  daysBefore: rules.renewDaysBefore,
  daysAfter: rules.renewDaysAfter,
});

/** What decides whether a contract can be renewed. */
type Renewable = Pick<ContractRow, 'status' | 'endDay' | 'nextId'>;

const mayBeFollowed = ({ status, nextId }: Renewable): boolean =>
  (status === 'active' || status === 'expired') && nextId === undefined;

/** From which day a contract can be renewed; null where nothing is to be renewed, or it is too late. */
export function renewFromDay(contract: Renewable, today: string, rule: RenewalRule): string | null {
  if (contract.endDay === null || !mayBeFollowed(contract)) return null;
  return renewalStateOn(contract.endDay, today, rule) === 'closed'
    ? null
    : renewalWindow(contract.endDay, rule).opensDay;
}

/** What the caller, who may see the contract, may do with it now. */
export function permissionsFor(
  actor: Actor,
  contract: Pick<ContractRow, 'status' | 'teamId' | 'endDay' | 'nextId' | 'evidence'>,
  { rules, today, isReplaced }: { rules: ContractRules; today: string; isReplaced: boolean },
): Contract['can'] {
  const waits = contract.status === 'pendingReview';
  const reviews = waits && canReview(actor, contract.teamId);
  const isPerson = actor.kind === 'resident';
  const acts = isPerson || (actor.kind === 'staff' && staffMay(actor.roles, 'contract.renew'));
  const renewFrom = renewFromDay(contract, today, renewalRuleOf(rules));
  return {
    withdraw: isPerson && (waits || contract.status === 'scheduled'),
    approve: reviews && !isOwnPaper(actor, contract, rules),
    reject: reviews,
    renew: acts && !isReplaced && renewFrom !== null && renewFrom <= today,
    transfer: acts && contract.status === 'active' && contract.nextId === undefined,
  };
}
