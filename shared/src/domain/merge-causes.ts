import { MAX_GUARDIANS } from './guardianship';

/** What stands in the way of two records becoming one, with what staff do about it. */
export const mergeCauses = {
  contract: '两份档案都有签约或申请。请先结束一份签约，或退回一份申请。',
  booking: '两份档案的预约互相冲突。请先取消其中一个预约。',
  waitlist: '两份档案都在候补同一场。请先退掉一个候补。',
  proxy: '家人代办有重复，或者本人在给自己代办。请先停止其中一个代办。',
  guardian: `监护登记互相冲突：监护人不能是孩子本人，一个孩子也不能超过${MAX_GUARDIANS}位。请先到前台停止其中一个。`,
  closure: '有一份档案正在注销。请等居民撤回注销，或等注销办完。',
  consent: '有一份档案撤回了需要的同意。请居民先在手机上重新同意，或到前台说明。',
  bulk: '整楼预约正在办理。请等它办完再合并。',
  correction: '两份档案都有同一项更正申请。请先答复其中一个。',
  followup: '两份档案都在同一个慢病管理里。请先由医生结束其中一份的管理。',
  account: '微信账号刚刚换了主人。请先到“关联微信”核对清楚。',
} as const;

/** A cause by which two records cannot become one for now. */
export type MergeCause = keyof typeof mergeCauses;
