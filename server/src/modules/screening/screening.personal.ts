import { screeningFields } from '@linkang/shared/domain/screening-entry';
import type { Deps } from '../../platform/deps';
import type {
  AccountPerson,
  MergePart,
  PersonalSection,
  PersonalStore,
  ReadingSource,
  ServedEvent,
  ServedRange,
} from '../../platform/module';
import { countEntriesOf, deleteEntriesOf, findEntriesOf, moveEntries } from './entry.model';
import { openResults, openScreened } from './screening.presenter';

const ALL = 1000;

/** What was measured of a person in the street; kept as long as the visits. */
export const screeningStore: PersonalStore = {
  key: 'visits',
  collections: ['screeningEntries'],
  count: (_, { residentId }) => countEntriesOf(residentId),
  erase: (_, { residentId }) => deleteEntriesOf(residentId),
};

/** What was measured, and what was said of it. */
export async function screeningData({ keyring }: Deps, { residentId }: AccountPerson): Promise<PersonalSection[]> {
  const rows = await findEntriesOf([residentId], {}, ALL);
  return [
    {
      key: 'screenings',
      title: '筛查活动的记录',
      labels: { at: '时间', values: '读数', results: '结果' },
      rows: rows.map((row) => {
        const values = openScreened(keyring, row);
        return {
          at: row.at.toISOString(),
          values: screeningFields
            .filter(({ code }) => typeof values[code] === 'number')
            .map(({ code, name, unit = '' }) => `${name} ${String(values[code])}${unit}`)
            .join('，'),
          results: openResults(keyring, row)
            .map(({ className }) => className)
            .join('，'),
        };
      }),
    },
  ];
}

/** Entries go over. */
export const screeningMerging: MergePart = {
  async move(_, { stayId, awayId }) {
    await moveEntries(awayId, stayId);
    return [];
  },
  count: async (residentId) => ({ name: '筛查记录', count: await countEntriesOf(residentId) }),
};

/** A screening is something that was done for the person; no item of a plan counts it. */
export async function screeningServed(_: Deps, range: ServedRange): Promise<ServedEvent[]> {
  const { residentIds, fromDay, toDay, before, limit } = range;
  const rows = await findEntriesOf(
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
    .map(({ _id, residentId = '', day, at, by }) => ({
      id: `screening:${_id}`,
      residentId,
      day,
      at,
      title: '社区血压血糖筛查',
      staffId: by,
    }))
    .filter(({ at, id }) => isOlder(at, id));
}

/** Which item of a check-up a value of a screening is. */
const itemCodes: Readonly<Record<string, string>> = { sbp: 'SBP_L', dbp: 'DBP_L', fpg: 'FPG' };

/** Pressures and fasting glucose that were measured in the street count when days beyond a line are counted. */
export const screeningReadings: ReadingSource = async ({ keyring }, residentId, fromDay) =>
  (await findEntriesOf([residentId], { from: fromDay }, ALL)).flatMap((row) =>
    Object.entries(openScreened(keyring, row)).flatMap(([field, value]) => {
      const code = itemCodes[field];
      return code !== undefined && typeof value === 'number' ? [{ day: row.day, code, value }] : [];
    }),
  );
