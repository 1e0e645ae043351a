import Taro from '@tarojs/taro';
import { isH5 } from '@/platform';

const withQuery = (path: string, query: Record<string, string | undefined> = {}): string => {
  const parts = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  return parts.length ? `${path}?${parts.join('&')}` : path;
};

/** The tab pages, opened by `openTab`. */
export const tabPages = {
  home: '/pages/home/index',
  book: '/pages/book/index',
  learn: '/pages/learn/index',
  mine: '/pages/mine/index',
} as const;

/** Name of a tab page. */
export type TabName = keyof typeof tabPages;

/** Addresses of all other pages: subpackages know one another by address only. */
export const routes = {
  signIn: (query: { need?: 'resident' } = {}) => withQuery('/packages/auth/pages/sign-in/index', query),
  register: () => '/packages/resident/pages/register/index',
  profile: () => '/packages/resident/pages/profile/index',
  privacy: () => '/packages/resident/pages/privacy/index',
  contract: () => '/packages/contract/pages/overview/index',
  teams: (query: { transfer?: string; without?: string } = {}) =>
    withQuery('/packages/contract/pages/teams/index', query),
  team: (id: string, query: { transfer?: string } = {}) =>
    withQuery('/packages/contract/pages/team/index', { id, ...query }),
  signContract: (teamId: string) => withQuery('/packages/contract/pages/sign/index', { teamId }),
  renewContract: (id: string) => withQuery('/packages/contract/pages/sign/index', { renew: id }),
  changeTeam: (id: string, teamId: string) =>
    withQuery('/packages/contract/pages/sign/index', { transfer: id, teamId }),
  sessions: (service: string) => withQuery('/packages/booking/pages/sessions/index', { service }),
  confirmBooking: (session: string, query: { move?: string } = {}) =>
    withQuery('/packages/booking/pages/confirm/index', { session, ...query }),
  bookingDone: (id: string) => withQuery('/packages/booking/pages/done/index', { id }),
  bookings: () => '/packages/booking/pages/list/index',
  booking: (id: string) => withQuery('/packages/booking/pages/detail/index', { id }),
  arrive: (code: string) => withQuery('/packages/booking/pages/arrive/index', { code }),
  article: (id: string) => withQuery('/packages/article/pages/detail/index', { id }),
  lecture: (id: string) => withQuery('/packages/lecture/pages/detail/index', { id }),
  family: () => '/packages/proxy/pages/family/index',
  doctors: () => '/packages/doctor/pages/list/index',
  doctor: (id: string) => withQuery('/packages/doctor/pages/detail/index', { id }),
  registerChild: () => '/packages/resident/pages/child/index',
  guardians: (child: string) => withQuery('/packages/proxy/pages/guardians/index', { child }),
  askProxy: () => '/packages/proxy/pages/ask/index',
  missing: () => '/pages/missing/index',
  notices: () => '/packages/notice/pages/list/index',
  /** Sessions of a service, to another of which a booking moves. */
  moveBooking: (service: string, move: string, from: string) =>
    withQuery('/packages/booking/pages/sessions/index', { service, move, from }),
  bookingMoved: (id: string) => withQuery('/packages/booking/pages/done/index', { id, how: 'moved' }),
  /** Several bookings that were made in one go. */
  bookingsDone: (ids: readonly string[]) => withQuery('/packages/booking/pages/done/index', { id: ids.join(',') }),
  claim: () => '/packages/resident/pages/claim/index',
  consents: (query: { child?: string } = {}) => withQuery('/packages/resident/pages/consents/index', query),
  myData: () => '/packages/rights/pages/data/index',
  trail: () => '/packages/rights/pages/trail/index',
  waiting: (id: string) => withQuery('/packages/booking/pages/waiting/index', { id }),
  corrections: (query: { field?: 'record' } = {}) => withQuery('/packages/rights/pages/corrections/index', query),
  /** The phone with which one signs in. */
  signInPhone: () => '/packages/auth/pages/phone/index',
  measurements: (query: { kind?: string } = {}) => withQuery('/packages/measurement/pages/list/index', query),
  enterMeasurement: (kind: string) => withQuery('/packages/measurement/pages/enter/index', { kind }),
  record: () => '/packages/record/pages/mine/index',
  yearly: () => '/packages/booking/pages/yearly/index',
  /** Released check-ups. */
  reports: () => '/packages/physical/pages/list/index',
  report: (id: string) => withQuery('/packages/physical/pages/report/index', { id }),
  followUps: () => '/packages/followup/pages/overview/index',
  plan: () => '/packages/contract/pages/plan/index',
  /** Somebody scanned the code on the wall of an activity. */
  arriveAtLecture: (id: string, code: string) => withQuery('/packages/lecture/pages/arrive/index', { id, code }),
  /** Of which new activities somebody is told. */
  lectureNews: () => '/packages/lecture/pages/subscribe/index',
  /** What the reader keeps and has opened. */
  reading: () => '/packages/article/pages/shelf/index',
  /** Health prescriptions: the person's, one of them, and what everybody may read. */
  prescriptions: () => '/packages/prescription/pages/list/index',
  prescription: (id: string) => withQuery('/packages/prescription/pages/detail/index', { id }),
  healthAdvice: (code: string) => withQuery('/packages/prescription/pages/detail/index', { code }),
  /** How large and how dark everything is. */
  look: () => '/packages/look/pages/choose/index',
  quiz: () => '/packages/quiz/pages/practice/index',
  contest: (id: string) => withQuery('/packages/quiz/pages/contest/index', { id }),
} as const;

/** The same page for one of the people for whom the viewer may act: opening it chooses that person. */
export const forPerson = (url: string, residentId: string): string =>
  `${url}${url.includes('?') ? '&' : '?'}for=${encodeURIComponent(residentId)}`;

/** Opens a page above this one. */
export const open = (url: string): void => {
  void Taro.navigateTo({ url });
};

/** Opens a page in the place of this one, so that going back does not meet a finished form. */
export const replace = (url: string): void => {
  void Taro.redirectTo({ url });
};

/** WeChat keeps ten pages above one another. */
const MANY_PAGES = 8;

/** Opens a page above this one, or in its place where many are open already. */
export const openOrReplace = (url: string): void =>
  Taro.getCurrentPages().length < MANY_PAGES ? open(url) : replace(url);

/** Opens a tab page. */
export const openTab = (tab: TabName): void => {
  void Taro.switchTab({ url: tabPages[tab] });
};

/** Whether there is a page below this one. */
export const canGoBack = (): boolean => Taro.getCurrentPages().length > 1;

/** Opens a page that was left for another one, a tab or not, in the place of this one. */
export const returnTo = (url: string): void => {
  if (Object.values<string>(tabPages).includes(url)) void Taro.switchTab({ url });
  else replace(url);
};

/** Goes back, or home where this page was opened by its address. */
export const goBack = (): void => {
  if (canGoBack()) void Taro.navigateBack();
  else openTab('home');
};

/** Calls the centre; on H5 the browser asks first. */
export const callPhone = (phone: string): void => {
  if (isH5) window.location.href = `tel:${phone.replace(/[^\d+]/g, '')}`;
  else Taro.makePhoneCall({ phoneNumber: phone }).catch(() => undefined);
};

/** Goes back to a page further down, or opens it in the place of this one where it is not there. */
export const backTo = (url: string): void => {
  const path = url.replace(/\?.*$/, '');
  const pages = Taro.getCurrentPages();
  const at = pages.findIndex((page) => `/${(page.route ?? '').replace(/^\//, '').replace(/\?.*$/, '')}` === path);
  if (at >= 0 && at < pages.length - 1) void Taro.navigateBack({ delta: pages.length - 1 - at });
  else replace(url);
};

interface Spot {
  name: string;
  address: string;
  location: { latitude: number; longitude: number };
}

/** Shows where something is; on H5 on the map's own page, which counts with the same coordinates as WeChat. */
export const openMap = ({ name, address, location }: Spot): void => {
  if (!isH5) {
    Taro.openLocation({ ...location, name, address }).catch(() => undefined);
    return;
  }
  const position = `${location.longitude},${location.latitude}`;
  window.open(
    `https://uri.amap.com/marker?position=${position}&name=${encodeURIComponent(name)}`,
    '_blank',
    'noopener',
  );
};
