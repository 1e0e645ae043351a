import type { Booking, BookingRoutes } from '@linkang/shared/api/booking.routes';
import type { CallInput } from '@linkang/shared/api/route';
import { useMutation } from '@tanstack/react-query';
import { ApiError } from '../../api/api-error';
import { bookingApi } from '../../api/clients';
import { useTell } from '../../components/use-tell';

/** What staff do about an absence. */
export type AbsenceAct =
  | { act: 'confirmNoShow' | 'undoNoShow'; bookingId: string }
  | { act: 'answerAppeal'; bookingId: string; answer: CallInput<BookingRoutes['answerAppeal']>['body'] };

const done: Record<AbsenceAct['act'], string> = {
  confirmNoShow: '已记为爽约，已通知本人',
  undoNoShow: '已撤销，不算爽约',
  answerAppeal: '已答复，会发给本人',
};

const take = (act: AbsenceAct): Promise<Booking> => {
  const params = { id: act.bookingId };
  return act.act === 'answerAppeal'
    ? bookingApi.answerAppeal({ params, body: act.answer })
    : bookingApi[act.act]({ params });
};

/**
 * Confirms, takes back or answers.
 * @param onNow gets the booking as the server has it, also when somebody else was quicker
 */
export function useAbsence(onNow: (booking: Booking) => void) {
  const tell = useTell();
  return useMutation({
    mutationFn: take,
    onSuccess: (booking, { act }) => {
      tell.done(done[act]);
      onNow(booking);
    },
    onError: (error) => {
      tell.failed(error);
      if (error instanceof ApiError && error.code === 'STATE_CONFLICT' && error.conflict)
        onNow(error.conflict as Booking);
    },
  });
}
