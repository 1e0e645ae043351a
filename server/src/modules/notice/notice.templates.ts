import { noticeKinds, type NoticeData, type NoticeKind } from '@linkang/shared/api/notice-kinds';
import { dayOf, timeOf } from '@linkang/shared/domain/clinic-day';
import type { NoticeTemplate } from '../../platform/config';
import type { Deps } from '../../platform/deps';
import { dataOf, type NoticeRow } from './notice.model';

/** A template that messages are sent with. */
export type UsedTemplate = NoticeTemplate & { templateId: string };

/** The templates with an id. Outside production the stub takes any, and so none is needed. */
export function templatesInUse({ config, env }: Pick<Deps, 'config' | 'env'>): UsedTemplate[] {
  return config.notices.templates.flatMap((template) => {
    const templateId = template.templateId ?? (env.mode === 'production' ? null : `demo-${template.group}`);
    return templateId === null ? [] : [{ ...template, templateId }];
  });
}

/** The template of a kind, or undefined where such messages stand in the list only. */
export const templateOf = (deps: Pick<Deps, 'config' | 'env'>, kind: NoticeKind): UsedTemplate | undefined =>
  templatesInUse(deps).find((template) => template.kinds.includes(kind));

/** A kind in one word, for the narrow fields of a template. */
const stateWords: Partial<Record<NoticeKind, string>> = {
  bookingMade: '已预约',
  bookingCancelled: '已取消',
  bookingChanged: '有变动',
  bookingSuspended: '已停诊',
  contractApproved: '已通过',
  contractRejected: '未通过',
  proxyAsked: '待您同意',
  proxyConfirmed: '已开通',
  proxyEnded: '已停止',
  proxyRejected: '未同意',
  bookingOffer: '另留了号',
  seatOffered: '有号了',
  closureAsked: '申请注销',
  closureUndone: '已撤回',
  closureDone: '开始注销',
  contractScheduled: '已通过',
  contractEndsSoon: '快到期',
  contractExpired: '已到期',
  lectureNews: '可以报名',
};

/** Stands where a message has nothing to say: WeChat takes no empty value. */
const TIP = '点开看详情';

const sayInstant = (day: string, time: string): string =>
  `${Number(day.slice(0, 4))}年${Number(day.slice(5, 7))}月${Number(day.slice(8))}日 ${time}`;

const valueOf = (field: NoticeTemplate['fields'][string], notice: NoticeRow): string | undefined => {
  const { kind, data, at } = notice;
  const written = sayInstant(dayOf(at), timeOf(at));
  const values: Record<typeof field, string | undefined> = {
    service: data.service,
    when: data.day && data.startTime ? sayInstant(data.day, data.startTime) : written,
    at: written,
    place: data.place,
    number: data.number === undefined ? undefined : String(data.number),
    state: stateWords[kind] ?? '有新消息',
    reason: dataOf(notice).reason,
    tip: TIP,
  };
  return values[field];
};

/** How many characters WeChat takes, by the kind of field. */
const limits: Record<string, number> = { thing: 20, phrase: 5, character_string: 32, number: 32 };

const cut = (text: string, max: number): string => {
  const characters = [...text];
  return characters.length > max ? `${characters.slice(0, max - 1).join('')}…` : text;
};

/** A value as its field takes it. */
function fit(name: string, value: string | undefined): string {
  const max = limits[name.replace(/\d+$/, '')];
  const isLatin = /^(character_string|number)/.test(name);
  if (value === undefined) return isLatin ? '0' : TIP;
  const clean = value.replace(/\s+/g, ' ').trim();
  return max === undefined ? clean : cut(clean, max);
}

/** The values of a message, cut to what WeChat takes. */
export const valuesOf = (template: UsedTemplate, notice: NoticeRow): Record<string, string> =>
  Object.fromEntries(Object.entries(template.fields).map(([name, field]) => [name, fit(name, valueOf(field, notice))]));

const pages = {
  booking: (data: NoticeData & { targetId: string }) =>
    `packages/booking/pages/detail/index?id=${encodeURIComponent(data.targetId)}`,
  contract: () => 'packages/contract/pages/overview/index',
  proxy: () => 'packages/proxy/pages/family/index',
  waitlist: () => 'packages/booking/pages/list/index',
  resident: () => 'packages/resident/pages/profile/index',
  correction: () => 'packages/rights/pages/corrections/index',
  closure: () => 'packages/rights/pages/data/index',
  physical: ({ targetId }: { targetId: string }) =>
    `packages/physical/pages/report/index?id=${encodeURIComponent(targetId)}`,
  measurement: () => 'packages/measurement/pages/list/index',
  lecture: ({ targetId }: { targetId: string }) =>
    `packages/lecture/pages/detail/index?id=${encodeURIComponent(targetId)}`,
  healthPrescription: ({ targetId }: { targetId: string }) =>
    `packages/prescription/pages/detail/index?id=${encodeURIComponent(targetId)}`,
} as const;

/** The page of the mini-program that a message opens. */
export const pageOf = ({ kind, targetId }: NoticeRow): string => pages[noticeKinds[kind].opens]({ targetId });
