import { AppError, errorCatalogue, type ErrorCode, type FieldFault, type Problem } from '@linkang/shared/errors';
import type { Context, Next } from 'koa';
import type { z } from 'zod';
import type { Log } from '../logger';

const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

const fieldTexts: Record<string, string> = {
  EMPTY: '请填写这一项',
  TOO_LONG: '内容太长',
  TOO_SMALL: '数值太小',
  TOO_LARGE: '数值太大',
  TOO_MANY: '选择太多',
  MISSING: '请填写这一项',
  TYPE: '格式不正确',
  NAME: '姓名只能用文字，请核对',
  PHONE: '电话号码不正确，请核对',
  MOBILE: '请填11位的手机号',
  SIX_DIGITS: '请输入6位数字',
  DAY: '日期不正确',
  TIME: '时间不正确',
  ORDER: '结束应晚于开始',
  SUM: '各项之和应等于总数',
  TERM: '签约年限为1至3年',
  SIGNATURE: '请先签名',
  CONTROL_CHARACTER: '含有不能使用的符号',
  PAST: '时间已经过去',
  UNKNOWN: '没有这一项，请重新选择',
  USERNAME: '用户名为3到32个小写字母、数字、点或短横线',
  PASSWORD_SHORT: '密码至少12个字符',
  PASSWORD_PLAIN: '密码要同时有字母和数字',
  PASSWORD_IS_NAME: '密码不能和用户名一样',
  PASSWORD_SAME: '新密码不能和现在的一样',
  PASSWORD_WRONG: '现在的密码不正确，请重新输入',
  STAFF_OR_VISITOR: '本中心的医生不填来自哪家医院',
  RANGE: '数字超出了范围',
  REPEATED: '有重复的，请改掉一个',
  SERVICE_CODE: '编码用小写字母开头，只用小写字母、数字和短横；lecture 留给讲座',
  CHANNEL: '请至少选一种预约方式',
  CANCEL_RULE: '取消期限要填一种：提前多少分钟（cancelMinutesBefore）或前一天几点（cancelDayBeforeTime），另一种空着',
  AGE_BASIS: '年龄下限（minAge）和算法（ageBasis）要么都填，要么都空着',
  FREE_PACKAGE: '国家规定的免费服务包不能收费，要写 0',
  BASIC_PACKAGE: 'BASIC 是人人都有的基础服务包，不能缺少或停用',
  WEEKDAY: '星期只能选周一到周日',
  DAY_ORDER: '结束日期不能早于开始日期',
  ONLY_WORKING: '只有上班的日子才选按星期几',
  ONLY_CLOSED: '只有休息才能单独用于一项服务',
  AGREE: '请先看完说明，再打勾',
  RISKY: '这里的文字没有通过微信的内容检测，请换个说法',
  ACTION: '没有这种操作，请重新选择',
  ROLES_APART: '审计员要单独一个账号，不能和其他角色放在一起',
  RIGHT_WITHOUT_ROLE: '这项权限只给主任、医生、护士或公卫人员',
  OTP: '动态验证码是六位数字，备用码是十位字母和数字',
  OTP_WRONG: '验证码不对，请输入手机上现在显示的数字',
  AREA_CODE: '行政区划码是12位数字',
  PHOTO_CONSENT: '照片里能认出的人都同意了才能放，请先问过再勾选',
  DECIMALS: '最多写两位小数',
  OWN_ACCOUNT: '不能改自己的角色或停用自己，请让另一位管理员操作',
};

/** The sentence for a fault's code. */
export const faultText = (code: string): string => fieldTexts[code] ?? '填写不正确，请核对';

/** One faulty field with a sentence for it; an own sentence may be given. */
export const fieldFault = (path: string, code: string, message?: string): FieldFault => ({
  path,
  code,
  message: message ?? faultText(code),
});

const codeOfIssue = (issue: z.core.$ZodIssue): string => {
  if (/^[A-Z_]+$/.test(issue.message)) return issue.message;
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'MISSING' : 'TYPE';
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array' ? 'EMPTY' : 'TOO_SMALL';
    case 'too_big':
      return issue.origin === 'string' || issue.origin === 'array' ? 'TOO_LONG' : 'TOO_LARGE';
    default:
      return 'TYPE';
  }
};

/** The faults of one part of a request: every field once, with its first fault. */
export const faultsOf = (part: string, error: z.ZodError): FieldFault[] => {
  const faults = error.issues.map((issue) =>
    fieldFault([part, ...issue.path.map(String)].join('.'), codeOfIssue(issue)),
  );
  return faults.filter((fault, index) => faults.findIndex(({ path }) => path === fault.path) === index);
};

/** What a server that stops, starts or hands over answers: ShutdownInProgress, PrimarySteppedDown, NotWritablePrimary … */
const awayCodes = [91, 189, 10_107, 11_600, 11_602, 13_435, 13_436];
/** What a socket says that the driver writes to just as its other end dies: it hands that on as it is. */
const awaySocketCodes = ['EPIPE', 'ECONNRESET', 'ECONNREFUSED', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END'];

/** Errors of the driver that pass by themselves: the database is away, electing or overloaded. */
const isDatabaseAway = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  const names = [
    'MongoServerSelectionError',
    'MongoNetworkError',
    'MongoNetworkTimeoutError',
    'MongoPoolClearedError',
    'MongoNotConnectedError',
    'MongooseServerSelectionError',
    'MongoWriteConcernError',
    'MongoWaitQueueTimeoutError',
    'PoolClearedOnNetworkError',
    'MongoTopologyClosedError',
    'MongoClientClosedError',
    'MongoExpiredSessionError',
  ];
  if (names.includes(error.name)) return true;
  const { code } = error as { code?: unknown };
  if ([...awayCodes, ...awaySocketCodes].some((away) => away === code)) return true;
  // A bulk write hands on a lost connection under its own name; what the server itself refused has a code.
  if (error.name === 'MongoBulkWriteError' && code === undefined) return true;
  const labelled = error as Error & { hasErrorLabel?: (label: string) => boolean };
  return ['RetryableWriteError', 'TransientTransactionError', 'RetryableError'].some(
    (label) => labelled.hasErrorLabel?.(label) ?? false,
  );
};

const statusCodes: Record<number, ErrorCode> = {
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  501: 'METHOD_NOT_ALLOWED',
};

/** The refusal of a body that is no JSON object. */
export const notJson = (): AppError =>
  new AppError('VALIDATION_FAILED', { fields: [fieldFault('body', 'JSON', '提交的内容不是有效的 JSON')] });

/** Turns whatever was thrown into a refusal of the catalogue. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (isDatabaseAway(error)) return new AppError('BUSY', { retryAfterSeconds: 1 });
  const { status, expose } = (error ?? {}) as { status?: unknown; expose?: unknown };
  if (typeof status === 'number' && status >= 400 && status < 500) {
    const code = statusCodes[status];
    if (code) return new AppError(code);
    if (expose) return notJson();
  }
  return new AppError('INTERNAL');
}

/** The RFC 9457 body of a refusal. */
export function presentProblem(error: AppError, requestId: string): Problem {
  const { status, title, detail } = errorCatalogue[error.code];
  const { fields, conflict, serverTime, releaseAt } = error.details;
  return {
    type: `urn:linkang:error:${error.code}`,
    title,
    status,
    detail: error.details.detail ?? detail,
    code: error.code,
    requestId,
    ...(fields ? { fields } : {}),
    ...(conflict === undefined ? {} : { conflict }),
    ...(serverTime ? { serverTime } : {}),
    ...(releaseAt ? { releaseAt } : {}),
  };
}

/** Maps every error to its body, and writes one log line a request. */
export function problems(log: Log) {
  return async (ctx: Context, next: Next): Promise<void> => {
    const startedMs = performance.now();
    try {
      await next();
      if (ctx.status === 404 && ctx.body === undefined && ctx.path.startsWith('/api/')) throw new AppError('NOT_FOUND');
    } catch (error) {
      const refusal = toAppError(error);
      if (refusal.code === 'INTERNAL') log.error({ requestId: ctx.state.requestId, err: error }, 'unexpected error');
      if (refusal.code === 'BUSY' && error !== refusal)
        log.warn({ requestId: ctx.state.requestId, reason: (error as Error).name }, 'database away');
      ctx.status = errorCatalogue[refusal.code].status;
      if (refusal.details.retryAfterSeconds) ctx.set('Retry-After', String(refusal.details.retryAfterSeconds));
      ctx.body = presentProblem(refusal, ctx.state.requestId as string);
      ctx.type = PROBLEM_TYPE;
      ctx.state.code = refusal.code;
    } finally {
      log.info({
        requestId: ctx.state.requestId,
        method: ctx.method,
        route: ctx.state.route ?? (ctx.path.startsWith('/api/') ? 'unknown' : 'static'),
        status: ctx.status,
        code: ctx.state.code,
        ms: Math.round((performance.now() - startedMs) * 10) / 10,
        actorId: ctx.state.actorId,
      });
    }
  };
}
