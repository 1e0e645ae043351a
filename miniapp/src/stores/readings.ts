import { create } from 'zustand';
import type { MeasurementRoutes } from '@linkang/shared/api/measurement.routes';
import type { CallInput } from '@linkang/shared/api/route';
import { toApiError } from '@/api/api-error';
import { measurementApi } from '@/api/clients';
import { readStored, removeStored, writeStored } from '@/api/storage';
import { onSignInEnd, readTokens } from '@/api/tokens';

type Body = CallInput<MeasurementRoutes['create']>['body'];

/** A reading on its way to the server; it has its key from the moment in which it was put down. */
export interface WaitingReading {
  key: string;
  residentId: string;
  body: Body;
  /** Why the server does not take it; it waits for the person then. */
  refused?: string;
}

const NAME = 'readings';

/** Readings that the server does not have yet. They are kept on the phone until it does. */
export const useReadings = create<{ waiting: WaitingReading[]; isSending: boolean }>(() => ({
  waiting: readStored<WaitingReading[]>(NAME) ?? [],
  isSending: false,
}));

function keep(waiting: WaitingReading[]): void {
  useReadings.setState({ waiting });
  if (waiting.length > 0) writeStored(NAME, waiting);
  else removeStored(NAME);
}

const without = (key: string): WaitingReading[] =>
  useReadings.getState().waiting.filter((reading) => reading.key !== key);

onSignInEnd(() => keep([]));

/** Forgets a reading that the server does not take. */
export const dropReading = (key: string): void => keep(without(key));

async function sendOne({ key, residentId, body }: WaitingReading): Promise<'sent' | 'later'> {
  try {
    await measurementApi.create({ params: { id: residentId }, body }, { idempotencyKey: key });
  } catch (thrown) {
    const { code, detail, fields } = toApiError(thrown);
    // Nothing came back, or the server is busy: it stays as it is, with its key.
    if (['OFFLINE', 'INTERNAL', 'BUSY', 'RATE_LIMITED', 'AUTH_EXPIRED', 'AUTH_REQUIRED'].includes(code)) return 'later';
    // It came before, and only the answer was lost.
    if (code !== 'STATE_CONFLICT') {
      const refused = fields[0]?.message ?? detail;
      keep(useReadings.getState().waiting.map((row) => (row.key === key ? { ...row, refused } : row)));
      return 'sent';
    }
  }
  keep(without(key));
  return 'sent';
}

/** Sends what waits, the oldest first; several calls at once are one. */
export async function sendReadings(): Promise<void> {
  if (useReadings.getState().isSending || readTokens() === undefined) return;
  useReadings.setState({ isSending: true });
  try {
    for (;;) {
      const next = useReadings.getState().waiting.find(({ refused }) => refused === undefined);
      if (!next || (await sendOne(next)) === 'later') return;
    }
  } finally {
    useReadings.setState({ isSending: false });
  }
}

/** Keeps a reading on the phone, then sends it. */
export async function putReading(reading: WaitingReading): Promise<void> {
  keep([...useReadings.getState().waiting, reading]);
  await sendReadings();
}
