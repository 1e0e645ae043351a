import type { IdType } from '@linkang/shared/api/resident.routes';
import { certificateFaultText, parseCertificate } from '@linkang/shared/domain/guardianship';
import { idNumberFaultText, parseIdNumber } from '@linkang/shared/domain/id-number';
import { AppError } from '@linkang/shared/errors';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import { certificateHashOf, idHashOf } from '../resident';

const refuse = (reason: string, text: string): never => {
  throw new AppError('VALIDATION_FAILED', { fields: [fieldFault('body.idNumber', reason, text)] });
};

/**
 * What a good number says, and its keyed hash, whether or not anybody has it. A certificate says no birth day.
 * @throws VALIDATION_FAILED
 */
export function readNumber(
  deps: Deps,
  idType: IdType,
  typed: string,
  today: string,
): { hash: string; birthDay: string | undefined } {
  if (idType === 'birthCertificate') {
    const parsed = parseCertificate(typed);
    if (!parsed.ok) return refuse(parsed.reason, certificateFaultText[parsed.reason]);
    return { hash: certificateHashOf(deps, parsed.certificate), birthDay: undefined };
  }
  const parsed = parseIdNumber(typed, today);
  if (!parsed.ok) return refuse(parsed.reason, idNumberFaultText[parsed.reason]);
  return { hash: idHashOf(deps, parsed.idNumber), birthDay: parsed.birthDay };
}
