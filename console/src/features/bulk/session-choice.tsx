import type { Session } from '@linkang/shared/api/session.routes';
import { MAX_BULK_SESSIONS } from '@linkang/shared/domain/bulk-limits';
import { addDays } from '@linkang/shared/domain/clinic-day';
import { useQuery } from '@tanstack/react-query';
import { Checkbox, Select } from 'antd';
import { useId, useState } from 'react';
import { sessionApi } from '../../api/clients';
import { EmptyNote } from '../../components/empty-note';
import { QueryView } from '../../components/query-view';
import { dayText, spanText, todayDay } from '../../components/words';

const DAYS_AHEAD = 13;
const MAX_SHOWN = 100;

interface SessionChoiceProps {
  services: readonly { code: string; name: string }[];
  serviceCode: string;
  onService: (code: string) => void;
  chosen: readonly string[];
  onChange: (ids: string[]) => void;
}

const sessionText = (session: Session): string =>
  [`${dayText(session.day)} ${spanText(session)}`, session.place, session.doctor?.name].filter(Boolean).join(' · ');

function DayField({ label, value, onChange }: { label: string; value: string; onChange: (day: string) => void }) {
  const fieldId = useId();
  return (
    <>
      <label htmlFor={fieldId}>{label}</label>
      <input
        id={fieldId}
        className="bulk-day"
        type="date"
        value={value}
        min={todayDay()}
        onChange={({ target }) => target.value && onChange(target.value)}
      />
    </>
  );
}

function Sessions({
  sessions,
  chosen,
  onChange,
}: Pick<SessionChoiceProps, 'chosen' | 'onChange'> & { sessions: readonly Session[] }) {
  if (sessions.length === 0) return <EmptyNote text="这几天没有有余号的场次，请换日期或先开放场次" />;
  const isFull = chosen.length >= MAX_BULK_SESSIONS;
  const toggle = (id: string, isOn: boolean): void =>
    onChange(isOn ? [...chosen, id] : chosen.filter((other) => other !== id));
  return (
    <ul className="bulk-sessions" aria-label="场次">
      {sessions.map((session) => (
        <li key={session.id}>
          <Checkbox
            checked={chosen.includes(session.id)}
            disabled={isFull && !chosen.includes(session.id)}
            onChange={({ target }) => toggle(session.id, target.checked)}
          >
            {sessionText(session)} · 余 {session.remaining} 号
          </Checkbox>
        </li>
      ))}
    </ul>
  );
}

/** What is booked, and in which sessions of some days. */
export function SessionChoice({ services, serviceCode, onService, chosen, onChange }: SessionChoiceProps) {
  const [fromDay, setFromDay] = useState(() => addDays(todayDay(), 1));
  const [toDay, setToDay] = useState(() => addDays(todayDay(), DAYS_AHEAD));
  const query = useQuery({
    queryKey: ['bulk-sessions', serviceCode, fromDay, toDay],
    queryFn: () => sessionApi.list({ query: { serviceCode, fromDay, toDay, limit: MAX_SHOWN } }),
    enabled: serviceCode !== '',
  });
  const setFrom = (day: string): void => {
    setFromDay(day);
    if (day > toDay) setToDay(day);
    onChange([]);
  };
  const setTo = (day: string): void => {
    setToDay(day);
    if (day < fromDay) setFromDay(day);
    onChange([]);
  };
  return (
    <section className="panel" aria-label="选服务和场次">
      <h2>一、选服务和场次</h2>
      <div className="toolbar">
        <Select
          aria-label="服务"
          className="bulk-select"
          value={serviceCode}
          options={services.map(({ code, name }) => ({ value: code, label: name }))}
          onChange={onService}
        />
        <DayField label="从" value={fromDay} onChange={setFrom} />
        <DayField label="到" value={toDay} onChange={setTo} />
      </div>
      <QueryView query={query}>
        {({ items }) => (
          <Sessions sessions={items.filter(({ state }) => state === 'open')} chosen={chosen} onChange={onChange} />
        )}
      </QueryView>
    </section>
  );
}
