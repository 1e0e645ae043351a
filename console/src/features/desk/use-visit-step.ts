import type { Booking } from '@linkang/shared/api/booking.routes';
import type { CallReply } from '@linkang/shared/api/route';
import type { RosterRow, SessionRoutes } from '@linkang/shared/api/session.routes';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ApiError } from '../../api/api-error';
import { bookingApi, queueApi } from '../../api/clients';
import { useTell } from '../../components/use-tell';
import { queueKey, withTurn, type Turns } from './use-queue';

/** Which sessions of a day are shown. */
export interface DayFilter {
  day: string;
  place?: string;
  doctorId?: string;
}

/** A step of a visit, or one step back; or that nobody came, and that back. */
export type VisitStep = 'checkIn' | 'call' | 'recall' | 'skip' | 'finish' | 'undo' | 'confirmNoShow' | 'undoNoShow';

type Day = CallReply<SessionRoutes['day']>;

/** Key of the day's list. */
export const dayKey = (filter: DayFilter) => ['day', filter] as const;

/** What a step tells of a booking. */
type Changed = Pick<Booking, 'id' | 'status'>;

const withChange = (day: Day, { id, status }: Changed): Day => ({
  items: day.items.map((session) => ({
    ...session,
    bookings: session.bookings.map((row) => (row.id === id ? { ...row, status } : row)),
  })),
});

function take({ row, step }: { row: RosterRow; step: VisitStep }): Promise<Changed> {
  const params = { id: row.id };
  if (step === 'recall' || step === 'skip') return queueApi[step]({ params });
  if (step !== 'undo') return bookingApi[step]({ params });
  // The button stands only beside these three states.
  return bookingApi.undo({ params, body: { status: row.status as 'arrived' | 'called' | 'done' } });
}

/** Shows what the server answered, in the list and in the queue, which is then read anew. */
export function useShowChange(filter: DayFilter): (changed: Changed) => void {
  const queryClient = useQueryClient();
  return (changed) => {
    queryClient.setQueryData<Day>(dayKey(filter), (day) => day && withChange(day, changed));
    queryClient.setQueryData<Turns>(queueKey(filter.day), (turns) => turns && withTurn(turns, changed));
    // A reading that is under way may be older than the change.
    void queryClient.cancelQueries({ queryKey: queueKey(filter.day) });
    void queryClient.invalidateQueries({ queryKey: queueKey(filter.day) });
  };
}

/** Takes a step; the list shows what the server answers, also when somebody else was quicker. */
export function useVisitStep(filter: DayFilter) {
  const tell = useTell();
  const show = useShowChange(filter);
  return useMutation({
    mutationFn: take,
    onSuccess: show,
    onError: (error) => {
      tell.failed(error);
      if (error instanceof ApiError && error.code === 'STATE_CONFLICT' && error.conflict)
        show(error.conflict as Changed);
    },
  });
}
