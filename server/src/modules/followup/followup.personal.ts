import { endReasons, visitWays } from '@linkang/shared/domain/follow-up-visit';
import { dayOf } from '@linkang/shared/domain/clinic-day';
import { chronicProgrammes } from '@linkang/shared/domain/tables/chronic-all';
import type { Deps } from '../../platform/deps';
import type { AccountPerson, MergePart, Obstacle, PersonalSection, PersonalStore } from '../../platform/module';
import {
  countEnrolmentsOf,
  deleteEnrolmentsOf,
  findEnrolmentsOf,
  findOpenEnrolments,
  moveEnrolments,
} from './enrolment.model';
import { presentEnrolments, presentVisits } from './followup.presenter';
import { countVisitsOf, deleteVisitsOf, findVisitsOf, moveVisits } from './visit.model';

/** More visits than anybody has. */
const MOST = 2000;

/** The programmes of a person and the visits in them; kept as long as the visits. */
export const followupStore: PersonalStore = {
  key: 'visits',
  collections: ['enrolments', 'followUps', 'followUpVersions'],
  count: async (_, { residentId }) => (await countEnrolmentsOf(residentId)) + (await countVisitsOf(residentId)),
  async erase(_, { residentId }) {
    await deleteVisitsOf(residentId);
    await deleteEnrolmentsOf(residentId);
  },
};

/** Every programme and every visit, with what was found and advised. */
export async function followupData(deps: Deps, { residentId }: AccountPerson): Promise<PersonalSection[]> {
  const rows = await findEnrolmentsOf(residentId);
  const enrolments = await presentEnrolments(rows, dayOf(deps.clock.now()));
  const visits = await presentVisits(deps.keyring, await findVisitsOf(residentId, MOST), () => true);
  return [
    {
      key: 'enrolments',
      title: '我的慢病管理',
      labels: { programme: '病名', doctor: '管理医生', since: '纳入日期', until: '结束日期', reason: '结束原因' },
      rows: enrolments.map((row) => ({
        programme: row.kind === 'managed' ? row.programmeName : `${row.programmeName}高危`,
        doctor: row.doctorName,
        since: row.sinceDay,
        until: row.untilDay,
        reason: row.endReason && endReasons[row.endReason],
      })),
    },
    {
      key: 'followUps',
      title: '我的随访记录',
      labels: {
        day: '日期',
        way: '方式',
        programme: '病名',
        class: '分类',
        values: '测量和询问',
        medicines: '用药',
        advice: '建议',
        nextDay: '下次随访',
      },
      rows: visits.flatMap(({ day, way, parts, medicines }) =>
        parts.map((part) => ({
          day,
          way: visitWays[way],
          programme: part.programmeName,
          class: part.className,
          values: chronicProgrammes[part.programme].form
            .flatMap(({ code, name, unit = '', optionNames = {} }) => {
              const value = part.values[code];
              if (value === undefined) return [];
              const words = [value].flat().map((one) => optionNames[String(one)] ?? sayValue(one));
              return [`${name}：${words.join('、')}${unit}`];
            })
            .join('；'),
          medicines: medicines.map(({ name, dose, often }) => `${name} ${dose} ${often}`).join('；'),
          advice: part.advice,
          nextDay: part.nextDay,
        })),
      ),
    },
  ];
}

const sayValue = (value: string | number | boolean): string =>
  typeof value === 'boolean' ? (value ? '是' : '否') : String(value);

const asObstacle = (about: string): Obstacle => ({ cause: 'followup', about });

/** Programmes that are open in both records. */
async function findTwice(one: string, other: string): Promise<string[]> {
  const open = await findOpenEnrolments([one, other]);
  return open
    .filter((row) => row.residentId === one)
    .filter((row) =>
      open.some(
        ({ residentId, programme, kind }) => residentId === other && programme === row.programme && kind === row.kind,
      ),
    )
    .map(({ programme }) => chronicProgrammes[programme].name);
}

/** Programmes and visits go over; of two open ones of a disease staff end one first. */
export const followupMerging: MergePart = {
  obstacles: async (_, { stayId, awayId }) => (await findTwice(stayId, awayId)).map(asObstacle),
  async move(_, { stayId, awayId }) {
    const programmes = await moveEnrolments(awayId, stayId);
    await moveVisits(awayId, stayId);
    return programmes.map((code) => asObstacle(chronicProgrammes[code].name));
  },
  count: async (residentId) => ({ name: '随访', count: await countVisitsOf(residentId) }),
};
