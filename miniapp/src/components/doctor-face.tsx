import { Image, View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { apiOrigin } from '@/platform';
import { hidden } from './a11y';

interface DoctorFaceProps {
  name: string;
  photoUrl: string | null;
  isLarge?: boolean;
}

/** A doctor's photo, cut round, or the first character of the name; the name itself stands beside it. */
export const DoctorFace = ({ name, photoUrl, isLarge = false }: DoctorFaceProps): ReactNode => (
  <View className={isLarge ? 'doctor-face is-large' : 'doctor-face'} {...hidden}>
    {photoUrl === null ? (
      name.slice(0, 1)
    ) : (
      <Image className="doctor-photo" src={apiOrigin + photoUrl} mode="aspectFill" lazyLoad />
    )}
  </View>
);
