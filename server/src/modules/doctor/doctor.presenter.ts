import type { Doctor } from '@linkang/shared/api/doctor.routes';
import { isPresentable, presentCheck } from '../../platform/content-check';
import { smallPictureUrl } from '../file';
import type { DoctorDocument } from './doctor.model';

/** Where the photo of a profile is, if there is one. */
export const photoUrlOf = ({ fileIds: [photo] }: Pick<DoctorDocument, 'fileIds'>): string | null =>
  photo === undefined ? null : smallPictureUrl(photo);

/** A doctor as everyone may see them. What WeChat refuses of the words stays away until they are written anew. */
export const presentDoctor = (row: DoctorDocument, teamName: string | null, forWriters: boolean): Doctor => ({
  id: row._id,
  name: row.name,
  title: row.title,
  specialities: forWriters || isPresentable(row) ? row.specialities : [],
  intro: forWriters || isPresentable(row) ? row.intro : '',
  photoFileId: row.fileIds[0] ?? null,
  photoUrl: photoUrlOf(row),
  teamId: row.teamId,
  teamName,
  visitingFrom: row.visitingFrom,
  active: row.active,
  order: row.order,
  rev: row.rev,
  ...(forWriters ? presentCheck(row) : {}),
});
