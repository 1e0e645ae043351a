import { useShareAppMessage } from '@tarojs/taro';
import { useEffect } from 'react';
import type { Booking } from '@linkang/shared/api/booking.routes';
import { sayDay, sayTime } from '@linkang/shared/domain/clinic-day';
import { bookingApi } from '@/api/clients';
import { PERSONAL } from '@/api/offline-copies';
import { useLoad, type Load } from '@/hooks/use-load';
import { tabPages } from '@/routes';
import { choosePerson, useAccount } from '@/stores/account';

/** Key of a booking's kept copy. */
export const bookingCopy = (id: string): string => `${PERSONAL}booking.${id}`;

/** One booking, kept for reading without network; whoever goes on from it goes on for the same person. */
export function useBooking(id: string): Load<Booking> {
  const isSignedIn = useAccount((state) => state.isSignedIn);
  const key = isSignedIn ? bookingCopy(id) : undefined;
  const load = useLoad(key, () => bookingApi.get({ params: { id } }), { keepCopy: true });
  const residentId = load.data?.residentId;
  const isMine = useAccount((state) => state.residents.some((resident) => resident.id === residentId));
  useEffect(() => {
    if (residentId && isMine) choosePerson(residentId);
  }, [residentId, isMine]);
  return load;
}

/** A visit without anybody's name. */
export const sayShared = ({ day, startTime, lectureTitle, serviceName, place }: Booking): string =>
  `${sayDay(day)} ${sayTime(startTime)}，${lectureTitle ?? serviceName}，${place}`;

/** What the family receives: when, where and what for, but no name and no address of the booking. */
export function useShareBooking(booking: Booking | undefined): void {
  useShareAppMessage(() => ({
    title: booking ? sayShared(booking) : '邻康社区健康',
    path: tabPages.home,
  }));
}
