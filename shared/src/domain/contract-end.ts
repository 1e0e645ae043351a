/** Why a contract ends before its term. */
export const endCodes = [
  'death',
  'movedAway',
  'recordClosed',
  'wish',
  'otherCentre',
  'teamDissolved',
  'breach',
  'accountClosed',
  'other',
] as const;

export type EndCode = (typeof endCodes)[number];

/** The codes in words. */
export const endCodeWords: Readonly<Record<EndCode, string>> = {
  death: '居民去世',
  movedAway: '迁出本辖区',
  recordClosed: '健康档案已注销',
  wish: '居民要求解约',
  otherCentre: '改签其他机构',
  teamDissolved: '团队撤销',
  breach: '严重违反协议',
  accountClosed: '居民注销账号',
  other: '其他',
};

/** Codes that staff choose from; the others come about by themselves. */
export const chosenEndCodes: readonly EndCode[] = endCodes.filter((code) => code !== 'accountClosed');

/** Whoever left like this could not renew. */
const beyondRenewal: readonly EndCode[] = ['death', 'movedAway', 'recordClosed'];

/** Whether a contract that ended counts among those that could have been renewed (续约率的分母). */
export const countsForRenewal = (endCode: EndCode | null | undefined): boolean =>
  endCode === null || endCode === undefined || !beyondRenewal.includes(endCode);
