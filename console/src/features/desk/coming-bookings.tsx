import type { Booking } from '@linkang/shared/api/booking.routes';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { bookingApi } from '../../api/clients';
import { QueryView } from '../../components/query-view';
import { bookingWords, clashWord, StateTag } from '../../components/state-tag';
import { useTell } from '../../components/use-tell';
import { dayText } from '../../components/words';

interface ComingBookingsProps {
  residentId: string;
  onMove: (booking: Booking) => void;
  onSlip: (booking: Booking) => void;
}

const bookingText = (booking: Booking): string =>
  [
    `${dayText(booking.day)} ${booking.startTime}`,
    booking.lectureTitle ?? booking.serviceName,
    booking.place,
    booking.doctorName,
    `${booking.number}号`,
  ]
    .filter(Boolean)
    .join(' · ');

function useCancel(residentId: string) {
  const queryClient = useQueryClient();
  const tell = useTell();
  return useMutation({
    mutationFn: (booking: Booking) => bookingApi.cancel({ params: { id: booking.id } }),
    onSuccess: () => tell.done('已取消预约，号源已退回'),
    onError: tell.failed,
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: ['resident-bookings', residentId] }),
        queryClient.invalidateQueries({ queryKey: ['desk-sessions'] }),
      ]),
  });
}

/** What the person has booked, each to be printed again, moved or given back. */
export function ComingBookings({ residentId, onMove, onSlip }: ComingBookingsProps) {
  const { modal } = App.useApp();
  const cancel = useCancel(residentId);
  const query = useQuery({
    queryKey: ['resident-bookings', residentId],
    queryFn: () => bookingApi.list({ query: { residentId, when: 'coming' } }),
  });
  const ask = (booking: Booking): void =>
    void modal.confirm({
      title: '取消这个预约？',
      content: bookingText(booking),
      okText: '取消预约',
      okButtonProps: { danger: true },
      cancelText: '返回',
      onOk: () => cancel.mutateAsync(booking).catch(() => undefined),
    });
  return (
    <QueryView query={query}>
      {({ items }) => (
        <>
          <h3>已有预约</h3>
          {items.length === 0 && <p className="soft">近期没有预约</p>}
          <ul className="coming-bookings">
            {items.map((booking) => (
              <li key={booking.id}>
                <span>{bookingText(booking)}</span>
                {booking.clash && <StateTag word={clashWord} />}
                <StateTag word={bookingWords[booking.status]} />
                <Button onClick={() => onSlip(booking)}>打印凭条</Button>
                {booking.can.cancel && booking.lectureTitle === undefined && (
                  <Button onClick={() => onMove(booking)}>改约</Button>
                )}
                {booking.can.cancel && (
                  <Button danger onClick={() => ask(booking)}>
                    取消预约
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </QueryView>
  );
}
