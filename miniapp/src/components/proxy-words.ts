import { ApiError } from '@/api/api-error';
import type { AccountResident } from '@/stores/account';

/**
 * A refusal for a relative in words that fit: what another person has ended answers as if it were not there.
 */
export const sayEnded = (error: ApiError, person: AccountResident): ApiError =>
  person.relation !== 'self' && error.code === 'NOT_FOUND'
    ? new ApiError({
        code: 'NOT_FOUND',
        title: '授权已经停止',
        detail: `${person.name}给您的授权已停止或到期，这次没有办成。想继续帮忙，请在“家人”里重新申请。`,
      })
    : error;
