import type { Deps } from '../../platform/deps';
import type { AccountPerson, PersonalSection, PersonalStore, TimedStore } from '../../platform/module';
import { findRecordIds } from '../resident';
import {
  countClaimsBefore,
  countClaimsOf,
  deleteClaimsOf,
  findClaimsOf,
  removeClaimsBefore,
  type ClaimRow,
} from './claim.model';

/** Claims go with the consents: they prove who agreed to them, and how that was made sure. */
export const claimStore: PersonalStore = {
  key: 'consents',
  collections: ['claims'],
  count: async (_, { residentId, accountId }) => countClaimsOf(await findRecordIds(residentId), accountId),
  erase: async (_, { residentId, accountId }) => deleteClaimsOf(await findRecordIds(residentId), accountId),
};

/** A claim that is over proves how a record changed hands, for as long as somebody may go to law about it. */
export const timedClaims: TimedStore = {
  key: 'claims',
  collections: ['claims'],
  count: (_, before) => countClaimsBefore(before),
  remove: (_, before, limit) => removeClaimsBefore(before, limit),
};

const statusWords: Record<ClaimRow['status'], string> = {
  open: '办理中',
  settling: '办理中',
  done: '已关联',
  rejected: '没有同意',
  replaced: '已作废',
};
const wayWords = { code: '短信验证码', desk: '前台核对证件' } as const;

/** How the record came to the account; what another account asked of the person is not the person's to read. */
export async function claimData(_: Deps, { residentId, accountId }: AccountPerson): Promise<PersonalSection[]> {
  const claims = (await findClaimsOf([residentId], accountId)).filter((row) => row.accountId === accountId);
  return [
    {
      key: 'claims',
      title: '我申请过的档案关联',
      labels: { createdAt: '申请时间', status: '结果', way: '怎么核对的', endedAt: '办结时间' },
      rows: claims.map(({ createdAt, status, proof, endedAt }) => ({
        createdAt: createdAt.toISOString(),
        status: statusWords[status],
        way: proof ? wayWords[proof.way] : null,
        endedAt: endedAt?.toISOString() ?? null,
      })),
    },
  ];
}
