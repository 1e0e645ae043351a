import type { Feature, RouteName } from '@linkang/shared/api/index';
import type { AccessKind } from './audit.model';

/** What an action is called, told to the person whose data it was about. */
export interface AuditAction {
  kind: AccessKind;
  /** Follows the name of whoever did it. */
  words: string;
}

const view = (words: string): AuditAction => ({ kind: 'view', words });
const search = (words: string): AuditAction => ({ kind: 'search', words });
const change = (words: string): AuditAction => ({ kind: 'change', words });
const exported = (words: string): AuditAction => ({ kind: 'export', words });
const print = (words: string): AuditAction => ({ kind: 'print', words });

/** Every action that touches a person's data, in words that anybody understands. */
const actions: Partial<Record<RouteName, AuditAction>> = {
  'resident.search': search('查找居民时看到了您的名字'),
  'resident.get': view('看了您的资料'),
  'resident.create': change('为您登记了资料'),
  'resident.update': change('改了您的电话、住址或字号'),
  'contract.list': view('看了您的签约'),
  'contract.get': view('看了您的签约'),
  'contract.signature': view('看了您的签名'),
  'contract.signedText': view('看了您签的协议'),
  'contract.approve': change('通过了您的签约申请'),
  'contract.reject': change('没有通过您的签约申请'),
  'session.list': view('为您查了可以约的时间'),
  'session.bookings': view('在一场门诊或讲座的名单里看到了您'),
  'session.day': view('在当天的名单里看到了您'),
  'session.update': change('改了您那一场的时间或地点'),
  'booking.create': change('帮您约了号'),
  'booking.list': view('看了您的预约'),
  'booking.get': view('看了您的预约'),
  'booking.cancel': change('取消了您的预约'),
  'booking.move': change('把您的预约改了时间'),
  'booking.family': change('帮您和家人一起约了号'),
  'booking.extra': change('给您加了号'),
  'booking.checkIn': change('给您办了报到'),
  'booking.call': change('叫了您的号'),
  'booking.finish': change('记下您已看完'),
  'booking.undo': change('撤回了上一步记录'),
  'booking.acceptOffer': change('帮您要了另留的号'),
  'booking.declineOffer': change('帮您退了另留的号'),
  'booking.noShows': view('在爽约名单里看到了您'),
  'booking.confirmNoShow': change('记下您没有来'),
  'booking.undoNoShow': change('撤回了“没有来”的记录'),
  'booking.appeal': change('帮您说明了没来的原因'),
  'booking.answerAppeal': change('答复了您的说明'),
  'waitlist.join': change('帮您排了候补'),
  'waitlist.list': view('看了您的候补'),
  'waitlist.get': view('看了您的候补'),
  'waitlist.accept': change('帮您要了候补的号'),
  'waitlist.leave': change('帮您退了候补'),
  'lecture.register': change('帮您报名了讲座'),
  'queue.next': change('叫了您的号'),
  'queue.recall': change('又叫了一遍您的号'),
  'queue.skip': change('您没应声，先叫了后面的人'),
  'queue.place': view('看了您前面还有几位'),
  'queue.scan': change('扫了您的码'),
  'queue.arrive': change('帮您报到了'),
  'sheet.get': print('导出了有您名字的当天名单'),
  'sheet.apply': change('补录了您当天的到诊'),
  'proxy.ofResident': view('看了谁在帮您办事'),
  'proxy.confirm': change('凭您签的授权书开通了家人代办'),
  'proxy.revoke': change('停止了家人代办'),
  'notice.deliveries': view('查看消息发送情况时看到了您的电话'),
  'closure.create': change('申请了注销账号'),
  'closure.undo': change('撤回了注销，账号保留'),
  'copy.create': exported('导出了自己的全部信息'),
  'copy.open': exported('打开了导出的信息'),
  'trail.search': search('查看审计记录时查到了您'),
  'bulk.candidates': search('为整楼预约找人时看到了您'),
  'bulk.create': change('替整楼的居民约号时约了您'),
  'bulk.get': view('在整楼预约的结果里看到了您'),
  'card.list': view('看了您的报到卡'),
  'card.issue': change('给您办了报到卡'),
  'card.revoke': change('停用了您的报到卡'),
  'card.print': print('打印了您的报到卡'),
  'notice.calls': view('在待打电话名单里看到了您'),
  'notice.tickCall': change('记下已给您打过电话'),
  'claim.find': view('核对关联档案的申请时看到了您的资料'),
  'claim.confirm': change('把您的档案关联到了微信'),
  'claim.reject': change('没有同意关联您的档案'),
  'resident.consentState': view('看了您同意过什么'),
  'resident.saveConsent': change('改了您的同意'),
  'resident.standing': view('查了能不能看您的资料'),
  'resident.reveal': view('核对身份后打开了您的资料'),
  'resident.flags': view('看了您的特殊标记'),
  'resident.saveFlags': change('改了您的特殊标记'),
  'emergency.start': view('紧急打开了您的资料'),
  'emergency.list': view('复核紧急查看时看到了您'),
  'emergency.review': view('复核了对您资料的紧急查看'),
  'proxy.putPaper': change('收下了您签的代办授权书照片'),
  'proxy.paper': view('看了您签的代办授权书照片'),
  'proxy.narrow': change('改小了家人代办的范围'),
  'merge.compare': view('核对是不是重复登记时看到了您'),
  'merge.create': change('把您重复登记的两份档案合成了一份'),
  'merge.list': view('在档案合并记录里看到了您'),
  'contract.end': change('提前结束了您的签约'),
  'correction.create': change('申请更正您的资料'),
  'correction.ofResident': view('看了您的更正申请'),
  'correction.list': view('在更正申请名单里看到了您'),
  'correction.get': view('看了您的更正申请'),
  'correction.answer': change('答复了您的更正申请'),
  'export.create': exported('申请了导出名单'),
  'export.approve': exported('同意了导出名单'),
  'export.refuse': exported('没有同意导出名单'),
  'export.open': exported('下载了有您在内的名单'),
  'resident.addIdNumber': change('补登了您的身份证号'),
  'contract.create': change('替您申请了签约'),
  'contract.withdraw': change('撤回了您的签约申请'),
  'guardian.ofResident': view('看了谁是您的监护人'),
  'guardian.add': change('给您加了一位监护人'),
  'guardian.accept': change('同意做您的监护人'),
  'guardian.end': change('停止了一位监护人的登记'),
  'contract.signOnSite': change('交了您在纸上签的家庭医生协议'),
  'contract.renew': change('替您办了续签'),
  'contract.transfer': change('替您申请了换团队'),
};

const purposes: Partial<Record<Feature, string>> = {
  resident: '服务居民',
  contract: '家庭医生签约',
  session: '门诊安排',
  booking: '预约和就诊',
  waitlist: '预约和就诊',
  lecture: '健康讲座',
  queue: '预约和就诊',
  sheet: '预约和就诊',
  proxy: '家人代办',
  notice: '通知居民',
  trail: '审计',
  closure: '本人的权利',
  copy: '本人的权利',
  bulk: '预约和就诊',
  card: '预约和就诊',
  claim: '关联档案',
  emergency: '紧急查看',
  merge: '合并重复档案',
  correction: '本人的权利',
  export: '批量导出',
  guardian: '监护关系',
};

/** What an action is called. Others than those above only come up when they were refused. */
export const actionOf = (action: string): AuditAction =>
  (actions as Record<string, AuditAction | undefined>)[action] ?? view('想办一件事');

/** What an action is for. */
export const purposeOf = (action: string): string =>
  (purposes as Record<string, string | undefined>)[action.split('.')[0] ?? ''] ?? '中心管理';

/** Every action with its words, for the choice in a search. */
export const knownActions = Object.entries(actions).map(([action, { words }]) => ({ action, words }));

/** What relatives do that is worth telling: what they only look at again and again stays out. */
export const toldOfRelatives: readonly RouteName[] = [
  'resident.get',
  'contract.list',
  'contract.get',
  'booking.create',
  'booking.cancel',
  'booking.move',
  'booking.family',
  'booking.acceptOffer',
  'booking.declineOffer',
  'booking.appeal',
  'waitlist.join',
  'waitlist.accept',
  'waitlist.leave',
  'lecture.register',
  'queue.arrive',
  'correction.create',
  'resident.create',
  'resident.update',
  'resident.addIdNumber',
  'resident.saveConsent',
  'contract.create',
  'contract.withdraw',
  'contract.renew',
  'contract.transfer',
  'guardian.add',
  'guardian.accept',
];
