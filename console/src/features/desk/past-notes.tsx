import type { Booking } from '@linkang/shared/api/booking.routes';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { bookingApi } from '../../api/clients';
import { QueryView } from '../../components/query-view';
import { bookingWords, StateTag } from '../../components/state-tag';
import { useTell } from '../../components/use-tell';
import { dayText, instantText } from '../../components/words';
import { saidText } from './absence-words';
import { useAbsence } from './use-absence';

const PAGE = 50;

const visitText = ({ day, startTime, serviceName, place }: Booking): string =>
  [`${dayText(day)} ${startTime}`, serviceName, place].join(' · ');

const offerText = ({ day, startTime, place, number, until }: NonNullable<Booking['offer']>): string =>
  `留着的号：${dayText(day)} ${startTime} · ${place} · ${number}号，留到 ${instantText(until)}`;

function useOfferAnswer(residentId: string) {
  const queryClient = useQueryClient();
  const tell = useTell();
  return useMutation({
    mutationFn: ({ id, act }: { id: string; act: 'acceptOffer' | 'declineOffer' }) =>
      bookingApi[act]({ params: { id } }),
    onSuccess: (_, { act }) => tell.done(act === 'acceptOffer' ? '已改到留着的号' : '已退掉留着的号'),
    onError: tell.failed,
    onSettled: () =>
      Promise.all(
        ['resident-past', 'resident-bookings'].map((key) =>
          queryClient.invalidateQueries({ queryKey: [key, residentId] }),
        ),
      ),
  });
}

/** The seat that is held for somebody whose visit was called off; the desk answers for them. */
function OfferItem({ booking }: { booking: Booking }) {
  const answer = useOfferAnswer(booking.residentId);
  return (
    <li>
      <span>
        {visitText(booking)}
        {booking.offer && <div className="soft">{offerText(booking.offer)}</div>}
      </span>
      <StateTag word={bookingWords.suspended} />
      <Button
        type="primary"
        loading={answer.isPending}
        onClick={() => answer.mutate({ id: booking.id, act: 'acceptOffer' })}
      >
        改到这个号
      </Button>
      <Button onClick={() => answer.mutate({ id: booking.id, act: 'declineOffer' })}>不要这个号</Button>
    </li>
  );
}

function AbsenceItem({ booking, onUndo }: { booking: Booking; onUndo: () => void }) {
  const said = booking.absence && saidText(booking.absence);
  return (
    <li>
      <span>
        {visitText(booking)}
        {said && <div className="soft">{said}</div>}
      </span>
      <StateTag word={bookingWords.noShow} />
      <Button onClick={onUndo}>撤销爽约</Button>
    </li>
  );
}

/** What of the past still matters at the desk: seats held in place of visits called off, and confirmed absences. */
export function PastNotes({ residentId }: { residentId: string }) {
  const queryClient = useQueryClient();
  const queryKey = ['resident-past', residentId];
  const query = useQuery({
    queryKey,
    queryFn: () => bookingApi.list({ query: { residentId, when: 'past', limit: PAGE } }),
  });
  const absence = useAbsence(() => void queryClient.invalidateQueries({ queryKey }));
  return (
    <QueryView query={query}>
      {({ items }) => {
        const offered = items.filter(({ offer }) => offer);
        const missed = items.filter((booking) => booking.absence);
        return (
          <>
            {offered.length > 0 && (
              <>
                <h3>停诊后留着的号</h3>
                <ul className="coming-bookings">
                  {offered.map((booking) => (
                    <OfferItem key={booking.id} booking={booking} />
                  ))}
                </ul>
              </>
            )}
            {missed.length > 0 && (
              <>
                <h3>爽约记录</h3>
                <ul className="coming-bookings">
                  {missed.map((booking) => (
                    <AbsenceItem
                      key={booking.id}
                      booking={booking}
                      onUndo={() => absence.mutate({ act: 'undoNoShow', bookingId: booking.id })}
                    />
                  ))}
                </ul>
              </>
            )}
          </>
        );
      }}
    </QueryView>
  );
}
