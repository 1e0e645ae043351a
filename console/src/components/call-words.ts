import type { Call, CallState, CallTopic, CallWhy } from '@linkang/shared/api/notice.routes';

/** What a call is about, and what whoever calls has to bring about. */
export const topicWords: Record<CallTopic, string> = {
  reminder: '提醒就诊',
  changed: '改了时间地点',
  suspended: '停诊',
  offer: '停诊后没有号',
  seat: '候补到号',
  clash: '新时间冲突',
};

/** Why somebody has to be called. */
export const whyWords: Record<CallWhy, string> = {
  noAccount: '没有用小程序',
  noPermission: '没有同意接收微信通知',
  failed: '微信没有送到',
  unknown: '不知道送到没有',
  notSent: '没有发微信',
  noSeat: '没有号可留',
  expired: '留的号没有答复',
  declined: '不要留的号',
  clash: '新时间另有预约',
};

/** The lists, in order of work. */
export const stateWords: Record<CallState, string> = { open: '待打电话', unreached: '打不通', told: '已告知' };

/** Topics after which somebody needs another appointment. */
export const needsSeat = ({ topic }: Call): boolean => topic === 'offer' || topic === 'suspended' || topic === 'clash';
