import type { Doctor } from '@linkang/shared/api/doctor.routes';

/** Where a doctor belongs: to a team, or to another hospital. */
export const sayFrom = ({ teamName, visitingFrom }: Doctor): string | undefined =>
  visitingFrom === null ? (teamName ?? undefined) : `${visitingFrom}来坐诊`;

/** What a doctor is good at. */
export const saySpecialities = ({ specialities }: Doctor): string | undefined =>
  specialities.length ? `擅长：${specialities.join('、')}` : undefined;
