import type { Picture } from '@linkang/shared/api/file.routes';
import type { FileRow } from './file.model';

/** The path of a picture, as articles name it. */
export const pictureUrl = (id: string): string => `/api/v1/files/${id}`;

/** The path of a picture for lists. */
export const smallPictureUrl = (id: string): string => `${pictureUrl(id)}?w=640`;

/** A picture as it is told after the upload. */
export const presentPicture = ({ _id: id, width, height, bytes }: FileRow): Picture => ({
  id,
  url: pictureUrl(id),
  width,
  height,
  bytes,
});
