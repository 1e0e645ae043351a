import type { ListedTask, Task } from '@linkang/shared/api/task.routes';
import { maskName } from '@linkang/shared/domain/masking';
import { recheckCodes } from '@linkang/shared/domain/recheck';
import { physicalActions } from '@linkang/shared/domain/tables/physical-actions';
import { physicalItems } from '@linkang/shared/domain/tables/physical-items';
import type { Keyring } from '../../platform/keyring';
import { readingPlace, type ReadingRow } from './reading.model';
import { taskPlace, type TaskRow } from './task.model';

/** What the presenting of tasks needs besides their rows. */
export interface TaskContext {
  today: string;
  /** Names of people, of teams and of staff, by id. */
  names: ReadonlyMap<string, string>;
  teams: ReadonlyMap<string, string>;
}

/** A task in the list: nothing of the values. */
export const presentListed = (row: TaskRow, { today, names, teams }: TaskContext): ListedTask => ({
  id: row._id,
  residentId: row.residentId,
  residentName: maskName(names.get(row.residentId) ?? ''),
  kind: row.kind,
  subject: row.subject ?? null,
  programme: row.programme ?? null,
  urgent: row.urgent,
  dueDay: row.dueDay,
  overdue: row.open === true && row.dueDay < today,
  say: row.say,
  teamName: teams.get(row.teamId ?? '') ?? null,
});

/** Item, name and unit by the item's code. */
export function itemWords(code: string): { code: string; name: string; unit: string } {
  const item = physicalItems.items.find((row) => row.code === code);
  return { code, name: item?.plain ?? code, unit: item?.unit ?? '' };
}

/** The values of a reading by code. */
export const openValues = (keyring: Keyring, row: ReadingRow): Record<string, number> =>
  JSON.parse(keyring.decrypt(row.values, readingPlace(row._id))) as Record<string, number>;

/** What the full task needs besides. */
export interface FullContext extends TaskContext {
  keyring: Keyring;
  staff: ReadonlyMap<string, string>;
  readings: readonly ReadingRow[];
  phone: string | null;
}

/** A task in full. */
export function presentTask(row: TaskRow, context: FullContext): Task {
  const { keyring, staff, names, readings, phone } = context;
  return {
    ...presentListed(row, context),
    residentName: names.get(row.residentId) ?? '',
    because: keyring.decrypt(row.because, taskPlace('because', row._id)),
    phone: row.urgent ? phone : null,
    status: row.status,
    source: row.source,
    sourceId: row.sourceId,
    madeAt: row.madeAt.toISOString(),
    settledAt: row.settledAt?.toISOString() ?? null,
    settledByName: row.settledBy === undefined ? null : (staff.get(row.settledBy) ?? ''),
    outcome: row.outcome === undefined ? null : keyring.decrypt(row.outcome, taskPlace('outcome', row._id)),
    asks: row.kind === 'recheck' ? recheckCodes(physicalActions, row.subject).map(itemWords) : [],
    readings: readings.map((reading) => ({
      day: reading.day,
      byName: staff.get(reading.by) ?? '',
      values: Object.entries(openValues(keyring, reading)).map(([code, value]) => ({ ...itemWords(code), value })),
    })),
    rev: row.rev,
  };
}
