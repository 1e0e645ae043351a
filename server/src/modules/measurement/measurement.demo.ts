import { addDays, dayOf, instantOf } from '@linkang/shared/domain/clinic-day';
import { assessReading, type ReadingValues } from '@linkang/shared/domain/home-measurement';
import type { HomeKind } from '@linkang/shared/domain/home-table';
import { homeTables } from '@linkang/shared/domain/tables/home-all';
import type { Deps } from '../../platform/deps';
import { findActiveTeam } from '../contract';
import { makeTasks } from './measurement.alerting';
import { countMeasurementsOf, insertMeasurements, measurementPlace, type MeasurementRow } from './measurement.model';

/** Whose readings are made, and the account that puts them down. */
export interface MeasuredPerson {
  residentId: string;
  accountId: string;
}

const MINUTE_MS = 60_000;
/** Readings that are written at a time. */
const BATCH = 1000;

interface DemoReading {
  id: string;
  kind: HomeKind;
  values: ReadingValues;
  takenAt: Date;
}

function buildRow(deps: Deps, person: MeasuredPerson, { id, kind, values, takenAt }: DemoReading): MeasurementRow {
  const { level, ruleId, team, say, because, when120 } = assessReading(homeTables[kind], values, {
    facts: {},
    limits: {},
  });
  const meaning = { level, ruleId, team, say, because, ...(when120 === undefined ? {} : { when120 }) };
  const seal = (field: 'values' | 'meaning', value: unknown) =>
    deps.keyring.encrypt(JSON.stringify(value), measurementPlace(field, id));
  return {
    _id: id,
    residentId: person.residentId,
    kind,
    takenAt,
    day: dayOf(takenAt),
    values: seal('values', values),
    meaning: seal('meaning', meaning),
    enteredBy: person.accountId,
    enteredAs: 'self',
    enteredAt: takenAt,
    status: 'kept',
    rev: 0,
  };
}

/** A number between 0 and 1 that is the same each time for the same place in the set. */
const wobble = (person: number, day: number, part: number): number => {
  const wave = Math.sin(person * 12.9898 + day * 78.233 + part * 37.719) * 43_758.5453;
  return wave - Math.floor(wave);
};

const between = (low: number, high: number, part: number): number => Math.round(low + (high - low) * part);

/** Blood pressures of a month or more, one a morning, as somebody has whose treatment works fairly well. */
function readingsOf(person: MeasuredPerson, index: number, days: number, today: string): DemoReading[] {
  return Array.from({ length: days }, (_, back) => ({
    id: `demo-${person.residentId}-${back}`,
    kind: 'bloodPressure' as const,
    values: {
      sbp: between(122, 148, wobble(index, back, 1)),
      dbp: between(72, 88, wobble(index, back, 2)),
      pulse: between(62, 84, wobble(index, back, 3)),
    },
    takenAt: instantOf(addDays(today, -1 - back), '07:10'),
  }));
}

/** Makes readings of many people, for large sets: one blood pressure a day, no messages and no tasks. */
export async function generateMeasurements(
  deps: Deps,
  people: readonly MeasuredPerson[],
  { days, now }: { days: number; now: Date },
): Promise<number> {
  const today = dayOf(now);
  let batch: MeasurementRow[] = [];
  let made = 0;
  for (const [index, person] of people.entries()) {
    batch.push(...readingsOf(person, index, days, today).map((reading) => buildRow(deps, person, reading)));
    if (batch.length < BATCH) continue;
    await insertMeasurements(batch);
    made += batch.length;
    batch = [];
  }
  await insertMeasurements(batch);
  return made + batch.length;
}

/** Adds three weeks of the demo's person, and a reading of this morning that the team has to look at. */
export async function createDemoMeasurements(deps: Deps, person: MeasuredPerson, now: Date): Promise<void> {
  if ((await countMeasurementsOf(person.residentId)) > 0) return;
  await generateMeasurements(deps, [person], { days: 21, now });
  const takenAt = new Date(now.getTime() - 5 * MINUTE_MS);
  const values = { sbp: 184, dbp: 104, pulse: 88 };
  const urgent: MeasurementRow = {
    ...buildRow(deps, person, { id: `demo-${person.residentId}-now`, kind: 'bloodPressure', values, takenAt }),
    teamId: await findActiveTeam(person.residentId, dayOf(takenAt)),
    owes: true,
    watch: true,
    escalateAt: new Date(takenAt.getTime() + deps.config.measurement.alert.escalateMinutes * MINUTE_MS),
  };
  await insertMeasurements([urgent]);
  await makeTasks(deps, urgent, now);
}
