import { useShareAppMessage } from '@tarojs/taro';
import type { Booking } from '@linkang/shared/api/booking.routes';
import { sayDay, sayTime } from '@linkang/shared/domain/clinic-day';
import { bookingApi } from '@/api/clients';
import { PERSONAL } from '@/api/offline-copies';
import { useLoad, type Load } from '@/hooks/use-load';
import { tabPages } from '@/routes';

/** Key of a booking's kept copy. */
export const bookingCopy = (id: string): string => `${PERSONAL}booking.${id}`;

/** One booking, kept for reading without network. */
export const useBooking = (id: string): Load<Booking> =>
  useLoad(bookingCopy(id), () => bookingApi.get({ params: { id } }), { keepCopy: true });

/** What the family receives: when, where and what for, but no name and no address of the booking. */
export function useShareBooking(booking: Booking | undefined): void {
  useShareAppMessage(() => ({
    title: booking
      ? `${sayDay(booking.day)} ${sayTime(booking.startTime)}，${booking.lectureTitle ?? booking.serviceName}，${booking.place}`
      : '邻康社区健康',
    path: tabPages.home,
  }));
}
