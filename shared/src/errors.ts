/** One row of the error catalogue. */
export interface ErrorRow {
  /** HTTP status. */
  status: number;
  /** Short Chinese title, fit to show a resident. */
  title: string;
  /** What happened and what to do next, in Chinese. */
  detail: string;
}

/**
 * The error catalogue: every refusal that the API can give. Clients branch on the code only;
 * the texts say what to do next and may be shown as they are.
 */
export const errorCatalogue = {
  VALIDATION_FAILED: { status: 400, title: '填写有误', detail: '有些内容填写不正确，请按提示修改后再提交。' },
  AUTH_FAILED: { status: 401, title: '没有登录上', detail: '账号或密码不正确，请重新输入。' },
  AUTH_OTP_NEEDED: {
    status: 401,
    title: '请输入动态验证码',
    detail: '请输入手机验证器上的六位数字，没有手机就用备用码。',
  },
  AUTH_REQUIRED: { status: 401, title: '请先登录', detail: '登录后才能继续，请先登录。' },
  AUTH_EXPIRED: { status: 401, title: '登录已过期', detail: '登录时间已过，请重新登录。' },
  FORBIDDEN: { status: 403, title: '没有权限', detail: '您的账号不能办这一项，请返回上一页。' },
  PASSWORD_CHANGE_REQUIRED: { status: 403, title: '请先修改密码', detail: '这是临时密码，请先改成自己的密码。' },
  OTP_SETUP_REQUIRED: {
    status: 403,
    title: '请先开通动态验证',
    detail: '您的角色登录要用动态验证码，请先按提示开通。',
  },
  ACCESS_LIMITED: {
    status: 403,
    title: '这不是您负责的居民',
    detail: '这位居民不归您负责，请先在“前台”打开，说明原因后再看。',
  },
  NOT_FOUND: { status: 404, title: '没有找到', detail: '内容不存在或已被移除，请返回上一页。' },
  METHOD_NOT_ALLOWED: { status: 405, title: '这里不能这样做', detail: '这里不能这样做，请返回上一页再试。' },
  PAYLOAD_TOO_LARGE: { status: 413, title: '内容太大', detail: '提交的内容太大，请缩减后再试。' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: '格式不支持', detail: '提交的内容格式不对，请返回上一页再试。' },
  STATE_CONFLICT: { status: 409, title: '状态已变化', detail: '内容刚刚被更新，请刷新后再试。' },
  BOOKING_SESSION_FULL: { status: 409, title: '名额已满', detail: '这一场的名额已经约满，请选择其他时间。' },
  BOOKING_SESSION_CLOSED: { status: 409, title: '不能预约', detail: '这一场已停诊、取消或结束，请选择其他时间。' },
  BOOKING_NOT_RELEASED: { status: 409, title: '还没有放号', detail: '还没有到放号时间，请到时再来预约。' },
  BOOKING_DUPLICATE: {
    status: 409,
    title: '已经预约过',
    detail: '您在这一天已经有同样的预约，不用再约。可以在“我的预约”里看。',
  },
  BOOKING_TIME_CLASH: { status: 409, title: '时间有冲突', detail: '您在这个时间已有其他预约，请换一个时间。' },
  BOOKING_DAY_LIMIT: { status: 409, title: '当天预约已达上限', detail: '同一天最多预约三项，请选择其他日期。' },
  BOOKING_TOO_LATE: { status: 409, title: '已过截止时间', detail: '已过可办理的时间，请打电话给我们办理。' },
  BOOKING_PAUSED: { status: 403, title: '线上预约已暂停', detail: '线上预约暂时停用，可以打电话或到前台预约。' },
  WAITLIST_NOT_NEEDED: { status: 409, title: '还有名额', detail: '这一场现在还有名额，不用候补，请直接预约。' },
  WAITLIST_DUPLICATE: {
    status: 409,
    title: '已经在候补',
    detail: '您已经在候补这一场，有号会通知您，不需要重复申请。',
  },
  CONTRACT_ACTIVE: {
    status: 409,
    title: '已有签约',
    detail: '您已经签约或正在审核，不用再交。可以在“我的家庭医生”里看。',
  },
  CONTRACT_TEAM_FULL: { status: 409, title: '团队已满', detail: '这个团队的签约人数已满，请选择其他团队。' },
  CONTRACT_RENEWAL_CLOSED: {
    status: 409,
    title: '现在不能续签',
    detail: '到期前30天到到期后30天可以续签，请到时再来。',
  },
  CONTRACT_TRANSFER_LIMIT: { status: 409, title: '今年不能再换团队', detail: '今年换团队的次数已用完，请到中心商量。' },
  PHYSICAL_ALREADY_USED: {
    status: 409,
    title: '今年已预约体检',
    detail: '每年可以免费体检一次，您今年已经预约或做过。',
  },
  PHYSICAL_NOT_ELIGIBLE: {
    status: 422,
    title: '不符合免费体检条件',
    detail: '免费年度体检面向65岁及以上的居民，您可以预约普通体检。',
  },
  PHYSICAL_INCOMPLETE: {
    status: 409,
    title: '还有必查项目没做',
    detail: '还有必查项目没有结果，请补上，或注明本人为什么没做，再发布。',
  },
  CONSENT_REQUIRED: { status: 403, title: '需要您的同意', detail: '请先阅读并同意相关说明。' },
  RESIDENT_EXISTS: { status: 409, title: '已经登记过', detail: '您已经登记过，不用再登记。可以在“我的资料”里看。' },
  RESIDENT_CLAIM_NEEDED: {
    status: 409,
    title: '证件号已有档案',
    detail: '这个证件号在中心已有档案，请用短信验证码或到前台关联到您的微信。',
  },
  STAFF_USERNAME_TAKEN: { status: 409, title: '用户名已被使用', detail: '这个用户名已有人使用，请换一个。' },
  NAME_TAKEN: { status: 409, title: '名称已被使用', detail: '已经有同样的名称，请换一个。' },
  STAFF_LAST_ADMIN: {
    status: 409,
    title: '要留下一位管理员',
    detail: '中心至少要有一位在用的管理员，请先让另一位员工担任。',
  },
  SESSION_DOCTOR_BUSY: {
    status: 409,
    title: '医生时间有冲突',
    detail: '这位医生在这段时间已有另一场，请换时间或换医生。',
  },
  DAY_TAKEN: { status: 409, title: '这一天已有安排', detail: '这一天已经设置过，请在列表里修改。' },
  DOCTOR_EXISTS: { status: 409, title: '已有医生介绍', detail: '这个账号已经有医生介绍，请直接修改。' },
  PROXY_SCOPE_MISSING: {
    status: 403,
    title: '没有获得授权',
    detail: '您的家人还没有同意您替他办这一项，请他在“家人”里同意。',
  },
  PROXY_LIMIT: {
    status: 409,
    title: '帮忙的家人已满',
    detail: '他同时帮忙的家人已经到上限，请先停止一位的授权再同意。',
  },
  GUARDIAN_LIMIT: {
    status: 409,
    title: '监护人已满',
    detail: '一个孩子最多登记四位监护人，请先到前台停止一位。',
  },
  RESIDENT_REQUIRED: { status: 409, title: '请先登记本人', detail: '请先登记您自己的信息，家人才知道是谁在申请。' },
  IDEMPOTENCY_IN_PROGRESS: { status: 409, title: '正在处理', detail: '上一次提交还在处理，请稍等几秒再试。' },
  IDEMPOTENCY_MISMATCH: {
    status: 422,
    title: '提交内容不一致',
    detail: '同一次提交的内容前后不一致，请刷新后重新提交。',
  },
  SERVICE_IN_USE: {
    status: 409,
    title: '这项服务已有场次',
    detail: '已经开过场次的服务不能删除，可以停用；停用后居民看不到，已有的预约不受影响。',
  },
  QUEUE_EMPTY: { status: 409, title: '没有人在等', detail: '这一场现在没有人在等，请等有人报到后再叫号。' },
  CHECK_IN_CODE_STALE: { status: 409, title: '二维码已过期', detail: '这个二维码已经过期，请重新扫一扫现在显示的码。' },
  CHECK_IN_NOT_NOW: {
    status: 409,
    title: '现在不能报到',
    detail: '现在没有能报到的预约。开始前30分钟起可以报到，请看看预约时间，或问前台。',
  },
  CARD_NOT_VALID: {
    status: 409,
    title: '这张卡不能用',
    detail: '这张报到卡已经作废，或者不是本中心的卡。请用证件签到，需要的话补发一张。',
  },
  SHEET_INVALID: {
    status: 422,
    title: '文件不能用',
    detail: '这不是本中心的打勾结果，或者文件被改动过。请重新导出再上传，还是不行就手工补录。',
  },
  CLAIM_CODE_WRONG: {
    status: 422,
    title: '验证码不对',
    detail: '验证码不对或者已经过期，请核对后再输，或重新获取。也可以带身份证到前台办理。',
  },
  MERGE_BLOCKED: {
    status: 409,
    title: '现在还不能合并',
    detail: '两份档案还有互相冲突的地方，请按列出的原因先处理好，再合并。',
  },
  SMS_CODE_WRONG: {
    status: 422,
    title: '验证码不对',
    detail: '验证码不对，或者已经过期、用过了。请核对后再输，或重新获取一个。',
  },
  ACCOUNT_PHONE_TAKEN: {
    status: 409,
    title: '手机号已有人用来登录',
    detail: '这个手机号已经用来登录另一位居民的账号，请换一个手机号，或带身份证到前台办理。',
  },
  ARTICLE_REVIEW_NEEDED: {
    status: 409,
    title: '还没有医生审核',
    detail: '中心要求文章由医生审核后才能发布。请先提交审核，通过后再发布。',
  },
  RATE_LIMITED: { status: 429, title: '点得太快了', detail: '点得太快了，请稍等一会儿再试。' },
  BUSY: { status: 503, title: '现在人很多', detail: '现在使用的人很多，请稍等几秒再试。' },
  WECHAT_UNAVAILABLE: {
    status: 502,
    title: '微信暂时连不上',
    detail: '微信登录暂时不可用，请稍后再试，或打电话给我们。',
  },
  SMS_UNAVAILABLE: {
    status: 502,
    title: '短信没有发出去',
    detail: '短信暂时发不出去，请过几分钟再试，或打电话给我们。',
  },
  QUIZ_ROUND_CLOSED: { status: 409, title: '这一题不能答了', detail: '这一题还没开始或时间已到，请等下一题。' },
  INTERNAL: { status: 500, title: '出了点问题', detail: '我们这边出了点问题，请过一会儿再试，或打电话给我们。' },
} as const satisfies Record<string, ErrorRow>;

/** A code from the catalogue. */
export type ErrorCode = keyof typeof errorCatalogue;

/** One faulty field of a request; `path` is dotted (`body.idNumber`), `code` the reason. */
export interface FieldFault {
  path: string;
  code: string;
  message: string;
}

/** The RFC 9457 body of every refusal. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: ErrorCode;
  requestId: string;
  fields?: FieldFault[];
  /** The object in the way, when the caller may see it. */
  conflict?: unknown;
  /** The server's clock, where the refusal depends on time (ISO, UTC). */
  serverTime?: string;
  /** When the seats open (ISO, UTC). */
  releaseAt?: string;
}

/** What a refusal may carry besides its code. */
export interface ErrorDetails {
  fields?: FieldFault[];
  conflict?: unknown;
  serverTime?: string;
  releaseAt?: string;
  /** Overrides the catalogue's sentence; must hold no personal data. */
  detail?: string;
  /** Sent as `Retry-After`. */
  retryAfterSeconds?: number;
}

/** A refusal with a code from the catalogue. */
export class AppError extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly details: ErrorDetails = {},
  ) {
    super(code);
    this.name = 'AppError';
  }
}
