import { addDays, dayOf, yearOf } from '@linkang/shared/domain/clinic-day';
import { sectionOf } from '@linkang/shared/domain/record-form';
import { recordForm } from '@linkang/shared/domain/tables/record-form';
import type { Deps } from '../../platform/deps';
import type { Job } from '../../platform/jobs';
import type { Module, ServedRange, ServedSource } from '../../platform/module';
import { findWritten } from './entry.model';
import { findUnasked, noteAsked } from './record.listed.model';
import type { RecordRow } from './record.model';

const PREFIX = 'record:';

/** A place in the order of all features as one among the own rows. */
const ownPlace = ({ at, id }: NonNullable<ServedRange['before']>): { at: Date; id: string | null } => {
  if (id.startsWith(PREFIX)) return { at, id: id.slice(PREFIX.length) };
  // Of one instant all own rows come after a greater id, none after a smaller one.
  return { at, id: id > PREFIX ? '~' : null };
};

/** What was written into records. */
export const recordServed: ServedSource = async (_, { before, ...range }) =>
  (await findWritten({ ...range, before: before && ownPlace(before) })).map((row) => {
    const { name, restricted } = sectionOf(recordForm, row.kind);
    return {
      id: `${PREFIX}${row._id}`,
      residentId: row.residentId,
      day: row.day,
      at: row.at,
      title: restricted ? '更新健康档案' : `更新健康档案：${name}`,
      facts: { kind: 'record' },
      staffId: row.by,
    };
  });

const BATCH = 200;
const LEASE_MS = 5 * 60_000;
/** So far into the year late notes of the year before are still asked for. */
const LATE_DAYS = 31;

/** The years that are asked for on a day, each as its days. */
function yearsOn(today: string): { fromDay: string; toDay: string }[] {
  const year = yearOf(today);
  const days = (of: number) => ({ fromDay: `${of}-01-01`, toDay: `${of}-12-31` });
  return today < addDays(`${year}-01-01`, LATE_DAYS) ? [days(year), days(year - 1)] : [days(year)];
}

/** The newest day of each year on which each person was served, by one query of each feature and year. */
async function daysServed(
  deps: Deps,
  all: readonly Module[],
  records: readonly RecordRow[],
  today: string,
): Promise<Map<string, string[]>> {
  const residentIds = records.map(({ residentId }) => residentId);
  const asked = yearsOn(today).flatMap((days) =>
    all.flatMap(({ served }) => (served ? [served(deps, { ...days, residentIds, limit: 1 })] : [])),
  );
  const daysOf = new Map<string, string[]>();
  for (const { residentId, day } of (await Promise.all(asked)).flat())
    daysOf.set(residentId, [...(daysOf.get(residentId) ?? []), day]);
  return daysOf;
}

/** Asks the features what they did for everybody with a record, once a day. */
async function noteUse(deps: Deps, all: readonly Module[]): Promise<void> {
  const today = dayOf(deps.clock.now());
  for (;;) {
    const records = await findUnasked(today, BATCH);
    await noteAsked(records, await daysServed(deps, all, records, today), today);
    if (records.length < BATCH) return;
  }
}

/** What records do by themselves. */
export const recordJobs = (deps: Deps, all: readonly Module[] = []): Job[] => [
  {
    // Hourly, although once a day is enough: a server that was off at night catches up.
    name: 'noteRecordUse',
    pattern: '0 25 * * * *',
    leaseMs: LEASE_MS,
    run: () => noteUse(deps, all),
  },
];
