import type { Deps } from '../../platform/deps';
import type {
  AccountPerson,
  MergePart,
  PersonalSection,
  PersonalStore,
  ServedEvent,
  ServedSource,
} from '../../platform/module';
import { countGivingsOf, deleteGivingsOf, findGivingsOf, findServed, moveGivings } from './giving.model';
import { presentAll } from './giving.service';
import { diseaseOf } from './prescription.presenter';

const ALL = 1000;

/** What a person was given; kept as long as the visits. */
export const prescriptionStore: PersonalStore = {
  key: 'visits',
  collections: ['healthPrescriptions'],
  count: (_, { residentId }) => countGivingsOf(residentId),
  erase: (_, { residentId }) => deleteGivingsOf(residentId),
};

/** What was given, word for word. */
export async function prescriptionData(
  { clock }: Deps,
  { residentId, accountId }: AccountPerson,
): Promise<PersonalSection[]> {
  const given = await presentAll(await findGivingsOf(residentId, ALL), { accountId, now: clock.now() });
  return [
    {
      key: 'healthPrescriptions',
      title: '我的健康处方',
      labels: { day: '日期', disease: '病名', doctor: '医生', text: '内容', withdrawn: '医生已收回' },
      rows: given.map(({ day, disease, doctorName, text, status }) => ({
        day,
        disease,
        doctor: doctorName,
        text,
        withdrawn: status === 'withdrawn',
      })),
    },
  ];
}

/** All go over. */
export const prescriptionMerging: MergePart = {
  async move(_, { stayId, awayId }) {
    await moveGivings(awayId, stayId);
    return [];
  },
  count: async (residentId) => ({ name: '健康处方', count: await countGivingsOf(residentId) }),
};

/** Advice that was given as a service; it counts as health education in a plan. */
export const prescriptionsServed: ServedSource = async (_, range) => {
  const { residentIds, fromDay, toDay, before, limit } = range;
  const rows = await findServed(
    residentIds,
    {
      ...(fromDay === undefined ? {} : { fromDay }),
      ...(toDay === undefined ? {} : { toDay }),
      ...(before === undefined ? {} : { until: before.at }),
    },
    // Of those at the instant where the page begins some may lie before it.
    limit + 1,
  );
  const isOlder = ({ at, id }: ServedEvent): boolean =>
    !before || at < before.at || (at.getTime() === before.at.getTime() && id < before.id);
  return rows
    .map(({ _id, residentId, day, at, by, code }) => ({
      id: `healthPrescription:${_id}`,
      residentId,
      day,
      at,
      title: `健康处方：${diseaseOf(code)}`,
      facts: { kind: 'educationMessage' as const },
      staffId: by,
    }))
    .filter(isOlder);
};
