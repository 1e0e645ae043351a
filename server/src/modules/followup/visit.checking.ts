import type { FollowupRoutes } from '@linkang/shared/api/followup.routes';
import type { Input } from '@linkang/shared/api/route';
import { isControlled, type ClassDecision } from '@linkang/shared/domain/chronic-class';
import { assessFollowUp, checkNextDay, type EarlierVisit } from '@linkang/shared/domain/chronic-follow-up';
import { addDays } from '@linkang/shared/domain/clinic-day';
import { confirmClass, type ConfirmedClass, type VisitWay } from '@linkang/shared/domain/follow-up-visit';
import { chronicProgrammes } from '@linkang/shared/domain/tables/chronic-all';
import { AppError, type FieldFault } from '@linkang/shared/errors';
import type { StaffActor } from '../../platform/actor';
import type { Deps } from '../../platform/deps';
import { fieldFault } from '../../platform/http/problems';
import type { EnrolmentRow } from './enrolment.model';
import { confirmsClasses } from './followup.policy';
import { openContent, type PartContent } from './visit.content';
import { findEarlierVisits, visitPlace, type VisitPart } from './visit.model';

type FormBody = Input<FollowupRoutes['create']>['body']['forms'][number];

/** A visit as far as every one of its forms needs it. */
export interface VisitFrame {
  residentId: string;
  birthDay: string;
  day: string;
  way: VisitWay;
  actor: StaffActor;
}

/** A checked form: what is asked for, and what is sealed. */
export interface CheckedPart {
  part: Omit<VisitPart, 'taskSource'>;
  content: PartContent;
}

/** Visits before this one that the tables look at. */
const EARLIER_VISITS = 12;

const refuse = (faults: FieldFault[]): never => {
  throw new AppError('VALIDATION_FAILED', { fields: faults });
};

async function findEarlier(deps: Deps, frame: VisitFrame, { programme }: FormBody): Promise<EarlierVisit[]> {
  const rows = await findEarlierVisits(frame.residentId, programme, frame.day, EARLIER_VISITS);
  return rows.flatMap((row) => {
    const part = openContent(deps.keyring, row.content, visitPlace(row._id)).parts.find(
      (other) => other.programme === programme,
    );
    return part ? [{ day: row.day, class: part.class, values: part.values }] : [];
  });
}

/** The class that counts. @throws VALIDATION_FAILED when there is none, or another one without the right or reason */
function classOf(form: FormBody, decision: ClassDecision, actor: StaffActor, path: string): ConfirmedClass {
  const found = confirmClass(chronicProgrammes[form.programme], decision, form.class);
  if (!found) {
    const text = form.class === undefined ? '表里定不了分类，请医生选择分类。' : '没有这个分类，请重新选择。';
    return refuse([fieldFault(`${path}.class`, form.class === undefined ? 'EMPTY' : 'UNKNOWN', text)]);
  }
  if (found.isOther && !confirmsClasses(actor))
    return refuse([fieldFault(`${path}.class`, 'ROLE', '改分类要由医生来定，请保留表里的分类。')]);
  if (found.isOther && form.reason === undefined)
    return refuse([fieldFault(`${path}.reason`, 'EMPTY', '改了分类，请写下原因。')]);
  return found;
}

function nextDayOf(form: FormBody, visitDay: string, { nextDueDays }: ConfirmedClass, path: string): string {
  const nextDay = form.nextDay ?? addDays(visitDay, nextDueDays);
  const fault = checkNextDay(nextDay, visitDay, nextDueDays);
  return fault ? refuse([fieldFault(`${path}.nextDay`, fault.code, fault.text)]) : nextDay;
}

/**
 * Checks a form by the programme's own rules and gives its class.
 * @param path of the form in the request
 * @throws VALIDATION_FAILED with every bad field
 */
export async function checkPart(
  deps: Deps,
  frame: VisitFrame,
  form: FormBody,
  enrolment: EnrolmentRow,
  path: string,
): Promise<CheckedPart> {
  const programme = chronicProgrammes[form.programme];
  const values = { ...form.values, way: frame.way };
  const earlier = await findEarlier(deps, frame, form);
  const { faults, facts, decision } = assessFollowUp(programme, { ...frame, values, earlier });
  if (faults.length > 0)
    refuse(faults.map(({ field, code, text }) => fieldFault(`${path}.values.${field}`, code, text)));
  const chosen = classOf(form, decision, frame.actor, path);
  const controlled = isControlled(programme, facts);
  return {
    part: {
      programme: form.programme,
      enrolmentId: enrolment._id,
      nextDay: nextDayOf(form, frame.day, chosen, path),
      ...(controlled === undefined ? {} : { controlled }),
      fastingGlucose: facts['fpg'] !== undefined,
      confirmed: confirmsClasses(frame.actor),
    },
    content: {
      programme: form.programme,
      values,
      class: chosen.class,
      className: chosen.className,
      ruleId: chosen.ruleId,
      sentence: decision.sentence,
      ...(chosen.isOther && form.reason !== undefined ? { reason: form.reason } : {}),
      action: chosen.action,
      resident: chosen.resident,
      referral: chosen.referral,
      urgent: chosen.urgent,
    },
  };
}
