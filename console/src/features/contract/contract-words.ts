import type { Contract, ContractChannel, ContractKind } from '@linkang/shared/api/contract.routes';
import type { IdentityPaper } from '@linkang/shared/api/contract-proof';

/** How a contract came about, in words. */
export const kindWords: Record<ContractKind, string> = { first: '新签', renewal: '续签', transfer: '换团队' };

/** Where it was signed, in words. */
export const channelWords: Record<ContractChannel, string> = {
  miniapp: '小程序手写签名',
  h5: '网页手写签名',
  onSite: '现场纸质签字',
  seed: '演示数据',
};

/** By which paper the person was known, in words. */
export const identityWords: Record<IdentityPaper, string> = {
  idCard: '身份证',
  socialCard: '社保卡',
  householdBook: '户口本',
};

/** Who changed a contract, in words. */
export const whoWords: Record<NonNullable<Contract['history']>[number]['by'], string> = {
  resident: '居民本人',
  guardian: '监护人',
  staff: '员工',
  system: '系统',
};
