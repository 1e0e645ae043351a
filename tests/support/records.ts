import { recordModule } from '@linkang/server/modules/record';
import { modules } from '@linkang/server/modules';
import type { HealthRecord, RecordVersion, TimelineEvent } from '@linkang/shared/api/record.routes';
import type { EntryKind, EntryValues } from '@linkang/shared/domain/record-form';
import type { StaffRight } from '@linkang/shared/domain/staff-roles';
import { bodyOf } from './answers';
import { Caller, type Answer } from './http';
import type { TestServer } from './server';

interface One {
  record: HealthRecord;
}

/** Opens somebody's record. */
export const openRecord = (
  caller: Caller,
  residentId: string,
  body: Record<string, unknown> = {},
  key?: string | null,
): Promise<Answer<One>> => caller.post<One>(`/residents/${residentId}/record`, body, key);

/** The record as somebody sees it. */
export const seeRecord = async (caller: Caller, residentId: string): Promise<HealthRecord | null> =>
  bodyOf(await caller.get<{ record: HealthRecord | null }>(`/residents/${residentId}/record`)).record;

/** What one part of it says to somebody. */
export const seeEntry = async (caller: Caller, residentId: string, kind: EntryKind) =>
  (await seeRecord(caller, residentId))?.entries.find((entry) => entry.kind === kind);

/** Writes the next version of a part. */
export const write = (
  caller: Caller,
  residentId: string,
  kind: EntryKind,
  body: { rev: number; values?: EntryValues | object; rows?: readonly object[] },
): Promise<Answer<One>> => caller.put<One>(`/residents/${residentId}/record/entries/${kind}`, body);

/** Every version of a part. */
export const versionsOf = async (caller: Caller, residentId: string, kind: EntryKind): Promise<RecordVersion[]> =>
  bodyOf(await caller.get<{ items: RecordVersion[] }>(`/residents/${residentId}/record/entries/${kind}`)).items;

/** A page of what was done for somebody. */
export const timelineOf = async (
  caller: Caller,
  residentId: string,
  query = '',
): Promise<{ items: TimelineEvent[]; nextCursor: string | null }> =>
  bodyOf(await caller.get(`/residents/${residentId}/timeline${query}`));

/** A token of a doctor with the rights. */
export const doctorWith = (server: TestServer, rights: StaffRight[], teamIds: string[] = []): Caller =>
  new Caller(
    server.baseUrl,
    server.deps.tokens.signAccess({
      ...{ kind: 'staff', accountId: 'doctor-with', signInId: 'test' },
      ...{ roles: ['director'], teamIds, rights },
    }),
  );

/** Asks every feature what it did for those with a record, as the timer does. */
export async function noteUse(server: TestServer): Promise<void> {
  for (const job of recordModule.jobs?.(server.deps, modules) ?? []) await job.run();
}
