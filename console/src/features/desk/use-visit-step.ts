import type { Booking } from '@linkang/shared/api/booking.routes';
import type { CallReply } from '@linkang/shared/api/route';
import type { RosterRow, SessionRoutes } from '@linkang/shared/api/session.routes';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ApiError } from '../../api/api-error';
import { bookingApi } from '../../api/clients';
import { useTell } from '../../components/use-tell';

/** Which sessions of a day are shown. */
export interface DayFilter {
  day: string;
  place?: string;
  doctorId?: string;
}

/** A step of a visit, or one step back; or that nobody came, and that back. */
export type VisitStep = 'checkIn' | 'call' | 'finish' | 'undo' | 'confirmNoShow' | 'undoNoShow';

type Day = CallReply<SessionRoutes['day']>;

/** Key of the day's list. */
export const dayKey = (filter: DayFilter) => ['day', filter] as const;

const withBooking = (day: Day, booking: Booking): Day => ({
  items: day.items.map((session) => ({
    ...session,
    bookings: session.bookings.map((row) => (row.id === booking.id ? { ...row, status: booking.status } : row)),
  })),
});

function take({ row, step }: { row: RosterRow; step: VisitStep }): Promise<Booking> {
  const params = { id: row.id };
  if (step !== 'undo') return bookingApi[step]({ params });
  // The button stands only beside these three states.
  return bookingApi.undo({ params, body: { status: row.status as 'arrived' | 'called' | 'done' } });
}

/** Takes a step; the list shows what the server answers, also when somebody else was quicker. */
export function useVisitStep(filter: DayFilter) {
  const queryClient = useQueryClient();
  const tell = useTell();
  const show = (booking: Booking): void => {
    queryClient.setQueryData<Day>(dayKey(filter), (day) => day && withBooking(day, booking));
  };
  return useMutation({
    mutationFn: take,
    onSuccess: show,
    onError: (error) => {
      tell.failed(error);
      if (error instanceof ApiError && error.code === 'STATE_CONFLICT' && error.conflict)
        show(error.conflict as Booking);
    },
  });
}
