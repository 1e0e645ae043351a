import type { Booking } from '@linkang/shared/api/booking.routes';
import type { Session } from '@linkang/shared/api/session.routes';
import { addDays } from '@linkang/shared/domain/clinic-day';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import type { KeyboardEvent } from 'react';
import { useMemo, useState } from 'react';
import { errorText } from '../../api/api-error';
import { bookingApi, sessionApi } from '../../api/clients';
import { useServices } from '../../api/use-centre';
import { useSubmissionKey } from '../../api/use-submission-key';
import { ChoiceList } from '../../components/choice-list';
import { QueryView } from '../../components/query-view';
import { dayText, spanText, todayDay } from '../../components/words';

/** How far ahead the desk looks. */
const DAYS_AHEAD = 13;
const MAX_SESSIONS = 100;

interface Service {
  code: string;
  name: string;
}

const sessionText = (session: Session): string =>
  [`${dayText(session.day)} ${spanText(session)}`, session.place, session.doctor?.name].filter(Boolean).join(' · ');

interface SessionChoiceProps {
  residentId: string;
  service: Service;
  /** The booking that is moved: its own session is no choice. */
  moving: Booking | null;
  onChoose: (session: Session) => void;
}

function SessionChoice({ residentId, service, moving, onChoose }: SessionChoiceProps) {
  const fromDay = todayDay();
  const query = useQuery({
    queryKey: ['desk-sessions', service.code, fromDay, residentId],
    queryFn: () =>
      sessionApi.list({
        query: {
          serviceCode: service.code,
          fromDay,
          toDay: addDays(fromDay, DAYS_AHEAD),
          residentId,
          limit: MAX_SESSIONS,
        },
      }),
  });
  const ownId = moving?.sessionId;
  const open = useMemo(
    () => (query.data?.items ?? []).filter(({ id, state }) => state === 'open' && id !== ownId),
    [query.data, ownId],
  );
  return (
    <QueryView query={query}>
      {() =>
        open.length === 0 ? (
          <p role="status">{moving ? '两周内没有别的余号，原来的预约还在。' : '两周内没有余号，请选择其他服务。'}</p>
        ) : (
          <ChoiceList label="选择场次" items={open} keyOf={(session) => session.id} onChoose={onChoose}>
            {(session) => (
              <>
                <strong>{sessionText(session)}</strong>
                <span>余 {session.remaining} 号</span>
              </>
            )}
          </ChoiceList>
        )
      }
    </QueryView>
  );
}

interface ConfirmProps {
  residentId: string;
  moving: Booking | null;
  session: Session;
  onBooked: (booking: Booking) => void;
}

function Confirm({ residentId, moving, session, onBooked }: ConfirmProps) {
  const submission = useSubmissionKey();
  const queryClient = useQueryClient();
  const book = useMutation({
    mutationFn: () => {
      const { id: sessionId } = session;
      if (moving) {
        const key = submission.keyFor({ sessionId, moving: moving.id });
        return bookingApi.move({ params: { id: moving.id }, body: { sessionId } }, { idempotencyKey: key });
      }
      const body = { sessionId, residentId };
      return bookingApi.create({ body }, { idempotencyKey: submission.keyFor(body) });
    },
    onSuccess: (booking) => {
      submission.done();
      void queryClient.invalidateQueries({ queryKey: ['resident-bookings', residentId] });
      onBooked(booking);
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['desk-sessions'] }),
  });
  return (
    <>
      <p>
        {session.serviceName} · {sessionText(session)}
      </p>
      {moving && (
        <p>
          原来的 {dayText(moving.day)} {moving.startTime} {moving.number}号 会在改约成功时一起退掉。
        </p>
      )}
      {book.error && <Alert type="error" showIcon title={errorText(book.error)} style={{ marginBottom: 16 }} />}
      <Button type="primary" size="large" autoFocus loading={book.isPending} onClick={() => book.mutate()}>
        {moving ? '确认改约' : '确认预约'}
      </Button>
    </>
  );
}

interface BookingStepsProps {
  residentId: string;
  /** The booking that is moved to another session, or null for a new one. */
  moving: Booking | null;
  /** The booking stays where it is. */
  onLeave: () => void;
  onBooked: (booking: Booking) => void;
}

const titleOf = (moving: Booking | null, service: Service | null, session: Session | null): string => {
  if (session) return moving ? '确认改约' : '确认预约';
  if (moving) return `改约${moving.serviceName}：选择新的场次`;
  return service ? `${service.name}：选择场次` : '新预约：选择服务';
};

/** Service, session, confirmation: Enter goes on, Esc goes back. */
export function BookingSteps({ residentId, moving, onLeave, onBooked }: BookingStepsProps) {
  const services = useServices();
  const [service, setService] = useState<Service | null>(
    moving ? { code: moving.serviceCode, name: moving.serviceName } : null,
  );
  const [session, setSession] = useState<Session | null>(null);
  const back = (): void => {
    if (session) setSession(null);
    else if (moving) onLeave();
    else setService(null);
  };
  const backByKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || (!service && !moving)) return;
    // The step before has the keyboard now: nobody else takes the key for a wish to leave it.
    event.preventDefault();
    back();
  };
  return (
    <div onKeyDown={backByKey}>
      <div className="steps-head">
        <h3>{titleOf(moving, service, session)}</h3>
        {service && <Button onClick={back}>返回（Esc）</Button>}
      </div>
      {!service && (
        <QueryView query={services}>
          {({ items }) => (
            <ChoiceList<Service> label="选择服务" items={items} keyOf={({ code }) => code} onChoose={setService}>
              {({ name }) => <strong>{name}</strong>}
            </ChoiceList>
          )}
        </QueryView>
      )}
      {service && !session && (
        <SessionChoice residentId={residentId} service={service} moving={moving} onChoose={setSession} />
      )}
      {session && <Confirm residentId={residentId} moving={moving} session={session} onBooked={onBooked} />}
    </div>
  );
}
