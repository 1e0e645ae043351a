import type { AuthRoutes } from '@linkang/shared/api/auth.routes';
import { phone as phoneSchema } from '@linkang/shared/api/resident.routes';
import type { Reply } from '@linkang/shared/api/route';
import { AppError } from '@linkang/shared/errors';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import { asResident, type RequestInfo } from '../../platform/module';

const CHINA = '86';

const refuse = (code: string, detail: string): never => {
  throw new AppError('VALIDATION_FAILED', { detail, fields: [fieldFault('body.code', code, detail)] });
};

/**
 * The caller's number from WeChat, for the form that they are filling in. It is kept only once they send the form,
 * with their consent.
 * @throws VALIDATION_FAILED for a bad code or a number of another country, RATE_LIMITED, WECHAT_UNAVAILABLE
 */
export async function readPhone(deps: Deps, code: string, request: RequestInfo): Promise<Reply<AuthRoutes['phone']>> {
  await deps.limits.phoneByAccount.consume(asResident(request.actor).accountId);
  const known = await deps.wechat.phoneNumber(code);
  if (!known) return refuse('CODE', '微信没有给出手机号，请再点一次，或直接填写。');
  const number = phoneSchema.safeParse(known.number);
  if (known.countryCode !== CHINA || !number.success)
    return refuse('COUNTRY', '微信绑定的不是内地手机号，请直接填写能找到您的电话。');
  return { phone: number.data };
}
