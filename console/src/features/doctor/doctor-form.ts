import type { CallInput } from '@linkang/shared/api/route';
import type { Doctor, DoctorRoutes } from '@linkang/shared/api/doctor.routes';
import { doctorRoutes } from '@linkang/shared/api/doctor.routes';
import type { FieldFault } from '@linkang/shared/errors';
import { faultsOfIssues } from '../../components/form-faults';

/** In the choice of accounts: a doctor of another hospital, who has none. */
export const VISITOR = 'visitor';

/** What the form holds; the account only for a new profile. */
export interface DoctorValues {
  /** The id of an account, or `VISITOR`. */
  who?: string;
  name?: string;
  title?: string;
  specialities?: string[];
  intro?: string;
  photoFileId?: string | null;
  teamId?: string | null;
  visitingFrom?: string | null;
  active?: boolean;
  order?: number | null;
}

/** What the API takes. */
export type DoctorChange =
  | { kind: 'new'; body: CallInput<DoctorRoutes['create']>['body'] }
  | { kind: 'change'; id: string; body: CallInput<DoctorRoutes['update']>['body'] };

const profileOf = (values: DoctorValues) => ({
  name: values.name ?? '',
  title: (values.title ?? '').trim(),
  specialities: values.specialities ?? [],
  intro: (values.intro ?? '').trim(),
  photoFileId: values.photoFileId ?? null,
  teamId: values.teamId ?? null,
  active: values.active ?? true,
  order: values.order ?? 0,
});

/** Checks the form by the very schema that the server uses. */
export function checkDoctor(
  doctor: Doctor | null,
  values: DoctorValues,
): { change: DoctorChange; faults?: undefined } | { faults: FieldFault[] } {
  const profile = profileOf(values);
  if (doctor) {
    const visitingFrom = doctor.visitingFrom === null ? null : (values.visitingFrom ?? '');
    const parsed = doctorRoutes.update.body.safeParse({ ...profile, visitingFrom, rev: doctor.rev });
    if (!parsed.success) return { faults: faultsOfIssues(parsed.error.issues) };
    return { change: { kind: 'change', id: doctor.id, body: parsed.data } };
  }
  const isVisitor = values.who === VISITOR;
  const parsed = doctorRoutes.create.body.safeParse({
    ...profile,
    staffId: isVisitor ? null : (values.who ?? ''),
    visitingFrom: isVisitor ? (values.visitingFrom ?? '') : null,
  });
  if (!parsed.success) return { faults: faultsOfIssues(parsed.error.issues) };
  return { change: { kind: 'new', body: parsed.data } };
}
