import type { NoticeMoment, NoticeRoutes } from '@linkang/shared/api/notice.routes';
import type { Reply } from '@linkang/shared/api/route';
import { AppError } from '@linkang/shared/errors';
import type { ResidentActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import type { RequestInfo } from '../../platform/module';
import { addCredit } from './credit.model';
import { templatesInUse } from './notice.templates';

/** The templates that the phone asks about at a moment. */
export const templatesFor = (deps: Deps, moment: NoticeMoment): Reply<NoticeRoutes['templates']> => ({
  items: templatesInUse(deps)
    .filter((template) => template.moments.includes(moment))
    .map((template) => template.templateId),
});

/** Counts what somebody accepted: each template may be sent to them once more. @throws VALIDATION_FAILED */
export async function addCredits(
  deps: Deps,
  templateIds: readonly string[],
  { actor }: RequestInfo<ResidentActor>,
): Promise<void> {
  const known = new Set(templatesInUse(deps).map((template) => template.templateId));
  const fields = templateIds.flatMap((id, at) =>
    known.has(id) ? [] : [fieldFault(`body.templateIds.${at}`, 'UNKNOWN')],
  );
  if (fields.length) throw new AppError('VALIDATION_FAILED', { fields });
  for (const id of new Set(templateIds)) await addCredit(actor.accountId, id);
}
