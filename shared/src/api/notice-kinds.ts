import { sayDay, sayTime } from '../domain/clinic-day';
import type { ProxyScope } from './proxy-scopes';

/** What a message may say besides its kind. Names of people are looked up when it is shown, never stored. */
export interface NoticeData {
  /** What is booked: the service's or the lecture's name. Never a diagnosis. */
  service?: string;
  day?: string;
  startTime?: string;
  place?: string;
  /** Number on the slip. */
  number?: number;
  /** Words of staff: why something was called off, refused or changed. */
  reason?: string;
  teamName?: string;
  /** The relative that a permission is for. */
  relativeId?: string;
}

/** The words of a message. */
export interface NoticeWords {
  title: string;
  body: string;
}

/** A kind of message: who may read it besides the person, how it is worded and where it leads. */
export interface NoticeKindRow {
  /** The scope that a relative needs; null: the person and those whom the event names. */
  scope: ProxyScope | null;
  /** Of the relatives with the scope only those get it whom the event names. */
  onlyNamed?: true;
  /** What the centre says unasked: it lets people sleep. */
  waitsForMorning?: true;
  /** Whoever cannot be reached is telephoned. */
  phoned?: true;
  /** What the message opens: the feature of its target. */
  opens:
    | 'booking'
    | 'contract'
    | 'proxy'
    | 'waitlist'
    | 'resident'
    | 'correction'
    | 'closure'
    | 'physical'
    | 'measurement'
    | 'lecture'
    | 'healthPrescription';
  say(data: NoticeData, names: { relative: string }): NoticeWords;
}

const when = (data: NoticeData): string =>
  `${data.day ? sayDay(data.day) : ''} ${data.startTime ? sayTime(data.startTime) : ''}`.trim();

const because = (data: NoticeData): string => (data.reason ? `原因：${data.reason}。` : '');

/** Every kind of message, by the event that it tells of. */
export const noticeKinds = {
  bookingMade: {
    scope: 'book',
    opens: 'booking',
    say: (data) => ({
      title: `${data.service}约好了`,
      body: `${when(data)}，${data.place}，${data.number}号。`,
    }),
  },
  bookingCancelled: {
    scope: 'book',
    opens: 'booking',
    say: (data) => ({ title: `${data.service}的预约已取消`, body: `原定${when(data)}，${data.place}。` }),
  },
  bookingChanged: {
    scope: 'book',
    waitsForMorning: true,
    phoned: true,
    opens: 'booking',
    say: (data) => ({
      title: `${data.service}的时间或地点有变动`,
      body: `现在是${when(data)}，${data.place}，${data.number}号。${because(data)}`,
    }),
  },
  bookingSuspended: {
    scope: 'book',
    waitsForMorning: true,
    phoned: true,
    opens: 'booking',
    say: (data) => ({
      title: `${data.service}临时取消，您的预约也取消了`,
      body: `原定${when(data)}，${data.place}。${because(data)}请另约时间，或打电话给中心。`,
    }),
  },
  contractApproved: {
    scope: 'record',
    waitsForMorning: true,
    opens: 'contract',
    say: (data) => ({ title: '家庭医生签约成功', body: `${data.teamName}从今天起为您服务。` }),
  },
  contractRejected: {
    scope: 'record',
    waitsForMorning: true,
    opens: 'contract',
    say: (data) => ({ title: '签约申请没有通过', body: `${because(data)}可以修改后重新申请，或打电话问中心。` }),
  },
  proxyAsked: {
    scope: null,
    opens: 'proxy',
    say: (_data, { relative }) => ({
      title: `${relative}请求帮您办事`,
      body: '请看清允许做什么，再点同意或不同意。不认识的人请不要同意。',
    }),
  },
  proxyConfirmed: {
    scope: null,
    opens: 'proxy',
    say: (_data, { relative }) => ({ title: '代办已开通', body: `${relative}可以按同意的范围代办了。` }),
  },
  proxyEnded: {
    scope: null,
    opens: 'proxy',
    say: (_data, { relative }) => ({ title: '代办已停止', body: `${relative}不能再代办了。` }),
  },
  proxyRejected: {
    scope: null,
    opens: 'proxy',
    say: (_data, { relative }) => ({ title: '代办申请没有同意', body: `没有同意${relative}的申请，不能代办。` }),
  },
  bookingMoved: {
    scope: 'book',
    opens: 'booking',
    say: (data) => ({
      title: `${data.service}改约好了`,
      body: `现在是${when(data)}，${data.place}，${data.number}号。原来的预约已取消。`,
    }),
  },
  bookingOffer: {
    scope: 'book',
    waitsForMorning: true,
    phoned: true,
    opens: 'booking',
    say: (data) => ({
      title: `${data.service}停诊，给您另留了一个号`,
      body: `${when(data)}，${data.place}，${data.number}号。号为您留一天，请点开确认要不要。`,
    }),
  },
  seatOffered: {
    scope: 'book',
    phoned: true,
    opens: 'waitlist',
    say: (data) => ({
      title: `候补到了：${data.service}有号了`,
      body: `${when(data)}，${data.place}，${data.number}号。号为您留30分钟，请点开确认。`,
    }),
  },
  bookingNoShow: {
    scope: 'book',
    waitsForMorning: true,
    opens: 'booking',
    say: (data) => ({
      title: `${data.service}您没有来`,
      body: `原定${when(data)}，${data.place}。如果记错了，请点开说明情况。来不了请提前取消，把号留给别人。`,
    }),
  },
  noShowAnswered: {
    scope: 'book',
    waitsForMorning: true,
    opens: 'booking',
    say: (data) => ({ title: '您的说明有答复了', body: `${data.service}，${when(data)}。${data.reason}` }),
  },
  bookingReminder: {
    scope: 'book',
    onlyNamed: true,
    waitsForMorning: true,
    phoned: true,
    opens: 'booking',
    // Nothing of what the visit is for: a phone lies on the table, and others read along.
    say: (data) => ({
      title: `请别忘了${when(data)}的${data.service}`,
      body: `${data.place}，${data.number}号。点开看来前准备；来不了请提前取消，把号留给别人。`,
    }),
  },
  proxyNarrowed: {
    scope: null,
    opens: 'proxy',
    say: (_data, { relative }) => ({
      title: '代办范围改小了',
      body: `${relative}可以代办的事少了，点开看看还有哪些。`,
    }),
  },
  recordsMerged: {
    scope: null,
    opens: 'resident',
    say: (data) => ({
      title: '两份档案合并好了',
      body: `${when(data)}，中心核对后，把重复登记的两份档案合成了一份，预约和签约都在。有疑问请打电话给中心。`,
    }),
  },
  contractEnded: {
    scope: 'record',
    opens: 'contract',
    say: (data) => ({ title: '家庭医生签约已结束', body: `${data.teamName}的签约已结束。${because(data)}` }),
  },
  correctionAnswered: {
    scope: 'record',
    opens: 'correction',
    // Nothing of what it is about: a phone lies on the table, and others read along.
    say: (data) => ({ title: '您的更正申请有答复了', body: `${when(data)}答复的，点开看看结果。` }),
  },
  closureAsked: {
    scope: null,
    opens: 'closure',
    say: (data) => ({
      title: '已申请注销账号',
      body: `${data.day ? sayDay(data.day) : ''}以前可以反悔，现在一切照常。不是您本人申请的，请马上点开撤回。`,
    }),
  },
  closureUndone: {
    scope: null,
    opens: 'closure',
    say: () => ({ title: '注销已撤回', body: '账号照常使用，什么都没有删。' }),
  },
  closureDone: {
    scope: null,
    opens: 'closure',
    say: () => ({
      title: '账号注销开始办理',
      body: '后面的预约、签约和代办随即结束，以后不能再登录。病历按规定锁定保存，要看请带身份证到中心。',
    }),
  },
  guardianAsked: {
    scope: null,
    opens: 'proxy',
    say: () => ({
      title: '请您做孩子的监护人',
      body: '有位监护人请您一起照看孩子。请到“家人”里看看是谁家的孩子，同意不同意都行。',
    }),
  },
  guardianNamed: {
    scope: null,
    opens: 'proxy',
    say: () => ({
      title: '孩子可能要多一位监护人',
      body: '另一位监护人提出再加一位，对方同意后才算数。您觉得不对，请马上打电话给我们。',
    }),
  },
  guardianAdded: {
    scope: null,
    opens: 'proxy',
    say: (_data, { relative }) => ({
      title: '孩子多了一位监护人',
      body: `${relative}现在可以替孩子办事。您觉得不对，请马上打电话给我们。`,
    }),
  },
  reportReleased: {
    scope: 'report',
    waitsForMorning: true,
    opens: 'physical',
    // Nothing of what it says: a phone lies on the table, and others read along.
    say: (data) => ({
      title: '体检报告出来了',
      body: `${data.day ? sayDay(data.day) : ''}的体检，医生看过了。点开看结果，听听医生怎么说。`,
    }),
  },
  readingUrgent: {
    scope: 'record',
    onlyNamed: true,
    opens: 'measurement',
    // No value and no word of what was measured: a phone lies on the table, and others read along.
    say: () => ({
      title: '刚记下的读数要马上看一下',
      body: '点开看现在该怎么做，医生也会看到。人很不舒服就不要等，马上打120。',
    }),
  },
  contractScheduled: {
    scope: 'record',
    waitsForMorning: true,
    opens: 'contract',
    say: (data) => ({ title: '家庭医生签约成功', body: `${data.teamName}从${when(data)}起为您服务。` }),
  },
  contractEndsSoon: {
    scope: 'record',
    waitsForMorning: true,
    opens: 'contract',
    say: (data) => ({
      title: '家庭医生签约快到期了',
      body: `和${data.teamName}的签约${when(data)}到期。点开就能续签，也可以带身份证到前台办。`,
    }),
  },
  contractExpired: {
    scope: 'record',
    waitsForMorning: true,
    opens: 'contract',
    say: (data) => ({
      title: '家庭医生签约到期了',
      body: `和${data.teamName}的签约${when(data)}到期。点开看看能不能续签，或打电话问中心。`,
    }),
  },
  lectureNews: {
    scope: null,
    waitsForMorning: true,
    opens: 'lecture',
    say: (data) => ({
      title: `新活动：${data.service}`,
      body: `${when(data)}，${data.place}。点开看看，想来就报名。`,
    }),
  },
  healthPrescriptionGiven: {
    scope: 'record',
    waitsForMorning: true,
    opens: 'healthPrescription',
    // No disease: a phone lies on the table, and others read along.
    say: (data) => ({
      title: '医生给了您一份健康处方',
      body: `${data.day ? sayDay(data.day) : ''}给您的，点开看看平时要注意什么，也可以听。`,
    }),
  },
} as const satisfies Record<string, NoticeKindRow>;

/** A kind of message. */
export type NoticeKind = keyof typeof noticeKinds;
