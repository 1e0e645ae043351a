import type { Enrolment, FollowUp, FollowUpPart } from '@linkang/shared/api/followup.routes';
import { dueStatusOf } from '@linkang/shared/domain/chronic-due';
import { chronicProgrammes } from '@linkang/shared/domain/tables/chronic-all';
import type { Keyring } from '../../platform/keyring';
import { staffNames } from '../staff';
import { teamNames } from '../team';
import type { EnrolmentRow } from './enrolment.model';
import { openContent, type VisitContent } from './visit.content';
import { visitPlace, type VisitPart, type VisitRow } from './visit.model';

/** Which enrolments the viewer may know of. */
export type Knows = (enrolmentId: string) => boolean;

/** How an enrolment stands on a day; null once it has ended, or as long as no visit is due. */
export function standingOf(row: EnrolmentRow, today: string): Enrolment['dueStatus'] {
  if (row.status === 'ended') return null;
  if (row.status === 'lost') return 'lost';
  if (row.nextDueDay === null) return null;
  return dueStatusOf({ dueDay: row.nextDueDay, failedAttempts: row.attempts.map(({ at }) => at) }, today);
}

/** The name of an enrolment's last class. */
export const lastClassName = ({ programme, lastClass }: EnrolmentRow): string | null =>
  lastClass === undefined ? null : (chronicProgrammes[programme].classNames[lastClass] ?? lastClass);

/** Enrolments with the names of those who look after the person. */
export async function presentEnrolments(rows: readonly EnrolmentRow[], today: string): Promise<Enrolment[]> {
  const people = rows.flatMap((row) => [
    row.doctorId,
    ...row.history.flatMap(({ by, doctorId }) => [by, ...(doctorId === undefined ? [] : [doctorId])]),
  ]);
  const [staff, teams] = await Promise.all([
    staffNames([...new Set(people)]),
    teamNames(rows.flatMap(({ teamId }) => teamId ?? [])),
  ]);
  return rows.map((row) => ({
    id: row._id,
    residentId: row.residentId,
    programme: row.programme,
    programmeName: chronicProgrammes[row.programme].name,
    kind: row.kind,
    status: row.status,
    sinceDay: row.sinceDay,
    untilDay: row.untilDay ?? null,
    endReason: row.endReason ?? null,
    doctorId: row.doctorId,
    doctorName: staff.get(row.doctorId) ?? '',
    teamId: row.teamId,
    teamName: row.teamId === null ? null : (teams.get(row.teamId) ?? null),
    nextDueDay: row.nextDueDay,
    dueStatus: standingOf(row, today),
    lastDay: row.lastDay ?? null,
    lastClass: row.lastClass ?? null,
    lastClassName: lastClassName(row),
    failedAttempts: row.attempts.length,
    history: row.history.map(({ at, by, what, doctorId }) => ({
      at: at.toISOString(),
      byName: staff.get(by) ?? '',
      what,
      doctorName: doctorId === undefined ? null : (staff.get(doctorId) ?? ''),
    })),
    rev: row.rev,
  }));
}

/** The parts of a visit that the viewer may know of, with what was found. */
export function presentParts(parts: readonly VisitPart[], content: VisitContent, knows: Knows): FollowUpPart[] {
  return parts
    .filter(({ enrolmentId }) => knows(enrolmentId))
    .flatMap((part) => {
      const found = content.parts.find(({ programme }) => programme === part.programme);
      if (!found) return [];
      return [
        {
          programme: part.programme,
          programmeName: chronicProgrammes[part.programme].name,
          values: found.values as FollowUpPart['values'],
          class: found.class,
          className: found.className,
          sentence: found.sentence,
          reason: found.reason ?? null,
          action: found.action,
          advice: found.resident,
          urgent: found.urgent,
          nextDay: part.nextDay,
          controlled: part.controlled ?? null,
          confirmed: part.confirmed,
        },
      ];
    });
}

/** Whether the viewer may know of everything in a visit: medicines tell of diseases as well. */
export const knowsAll = (parts: readonly VisitPart[], knows: Knows): boolean =>
  parts.every(({ enrolmentId }) => knows(enrolmentId));

/** Visits as far as the viewer may know of them; those of which nothing is left are missing. */
export async function presentVisits(keyring: Keyring, rows: readonly VisitRow[], knows: Knows): Promise<FollowUp[]> {
  const seen = rows.filter(({ parts }) => parts.some(({ enrolmentId }) => knows(enrolmentId)));
  const staff = await staffNames([...new Set(seen.map(({ by }) => by))]);
  return seen.map((row) => {
    const content = openContent(keyring, row.content, visitPlace(row._id));
    return {
      id: row._id,
      residentId: row.residentId,
      day: row.day,
      way: row.way,
      at: row.at.toISOString(),
      byName: staff.get(row.by) ?? '',
      parts: presentParts(row.parts, content, knows),
      medicines: knowsAll(row.parts, knows) ? content.medicines : [],
      amended: row.rev,
      rev: row.rev,
    };
  });
}
