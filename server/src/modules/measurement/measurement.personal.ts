import { homeTables } from '@linkang/shared/domain/tables/home-all';
import type { HomeTable } from '@linkang/shared/domain/home-table';
import type { ReadingValues } from '@linkang/shared/domain/home-measurement';
import type { Deps } from '../../platform/deps';
import type {
  AccountPerson,
  MergePart,
  PersonalSection,
  PersonalStore,
  ServedEvent,
  ServedRange,
} from '../../platform/module';
import { deleteLimitsOf, findLimitsHistory, limitsPlace, moveLimits } from './limits.model';
import {
  countMeasurementsOf,
  deleteMeasurementsOf,
  findAllOf,
  findByStaff,
  moveMeasurements,
} from './measurement.model';
import { openLimits } from './measurement.person';
import { openMeaning, openNote, openValues } from './measurement.presenter';
import { deleteQuiet, forgetQuiet } from './quiet.model';

/** What is measured of a person, and the lines of a doctor; kept as long as the visits. */
export const measurementStore: PersonalStore = {
  key: 'visits',
  collections: ['measurements', 'measurementLimits'],
  count: (_, { residentId }) => countMeasurementsOf(residentId),
  async erase(_, { residentId }) {
    await deleteLimitsOf(residentId);
    await deleteMeasurementsOf(residentId);
  },
};

/** Who does not want to be told of whose readings. */
export const quietStore: PersonalStore = {
  key: 'preferences',
  collections: ['measurementQuiets'],
  count: () => Promise.resolve(0),
  erase: (_, { residentId, accountId }) => deleteQuiet(residentId, accountId),
};

const sayValue = (value: ReadingValues[string], names: Readonly<Record<string, string>> = {}): string =>
  typeof value === 'object' ? value.join('、') : (names[String(value)] ?? String(value));

/** What was measured, in words: `收缩压 182mmHg，舒张压 112mmHg`. */
export const sayValues = (table: HomeTable, values: ReadingValues): string =>
  table.fields
    .filter(({ code }) => values[code] !== undefined)
    .map(({ code, name, unit = '', optionNames }) => `${name} ${sayValue(values[code], optionNames)}${unit}`)
    .join('，');

/** Every reading, and every line that a doctor set. */
export async function measurementData(deps: Deps, { residentId }: AccountPerson): Promise<PersonalSection[]> {
  const [rows, history] = await Promise.all([findAllOf(residentId), findLimitsHistory(residentId)]);
  return [
    {
      key: 'measurements',
      title: '血压、血糖、体重和体温的记录',
      labels: { takenAt: '时间', what: '量了什么', values: '读数', says: '提醒', note: '备注', status: '状态' },
      rows: rows.map((row) => ({
        takenAt: row.takenAt.toISOString(),
        what: homeTables[row.kind].name,
        values: sayValues(homeTables[row.kind], openValues(deps, row)),
        says: openMeaning(deps, row).say,
        note: openNote(deps, row),
        status: row.status === 'kept' ? '有效' : '已撤回',
      })),
    },
    {
      key: 'measurementLimits',
      title: '医生为我定的提醒线',
      labels: { at: '时间', limits: '提醒线', reason: '原因' },
      rows: history.map((row) => ({
        at: row.at.toISOString(),
        limits: Object.values(openLimits(deps, row)).join('、'),
        reason: deps.keyring.decrypt(row.reason, limitsPlace('reason', row._id)),
      })),
    },
  ];
}

/** Readings and lines go over; wishes of relatives are asked anew. */
export const measurementMerging: MergePart = {
  async move(_, { stayId, awayId }) {
    await Promise.all([moveMeasurements(awayId, stayId), moveLimits(awayId, stayId), forgetQuiet(awayId)]);
    return [];
  },
  count: async (residentId) => ({ name: '家庭自测', count: await countMeasurementsOf(residentId) }),
};

/** What staff measured is something that was done for the person; no item of a plan counts it. */
export async function measurementServed(_: Deps, range: ServedRange): Promise<ServedEvent[]> {
  const { residentIds, fromDay, toDay, before, limit } = range;
  const rows = await findByStaff(
    residentIds,
    {
      ...(fromDay === undefined ? {} : { from: fromDay }),
      ...(toDay === undefined ? {} : { to: toDay }),
      ...(before === undefined ? {} : { until: before.at }),
    },
    // Of those at the instant where the page begins some may lie before it.
    limit + 1,
  );
  const isOlder = (at: Date, id: string): boolean =>
    !before || at < before.at || (at.getTime() === before.at.getTime() && id < before.id);
  return rows
    .map(({ _id, residentId, day, takenAt, kind, enteredBy }) => ({
      id: `measurement:${_id}`,
      residentId,
      day,
      at: takenAt,
      title: `工作人员量了${homeTables[kind].name}`,
      staffId: enteredBy,
    }))
    .filter(({ at, id }) => isOlder(at, id));
}
