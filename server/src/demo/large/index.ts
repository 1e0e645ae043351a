import { addDays, addYears, ageOn, dayOf, instantOf, weekdayNumberOf } from '@linkang/shared/domain/clinic-day';
import { physicalItems } from '@linkang/shared/domain/tables/physical-items';
import { listCommunities } from '../../modules/centre';
import { createDemoContract } from '../../modules/contract';
import { generateFollowUps } from '../../modules/followup';
import { generateMeasurements } from '../../modules/measurement';
import { generatePhysicals, type DemoPhysical } from '../../modules/physical';
import { planRecords, writeRecords } from '../../modules/record';
import { registerImported } from '../../modules/resident';
import { createDemoVisits } from '../../modules/session';
import type { Deps } from '../../platform/deps';
import { staffId } from '../ids';
import { inventPeople } from './people';
import { inTurns, makeRandom, type LargeGenerator, type LargePerson } from './world';

const BATCH = 500;
const AT_ONCE = 20;
const YEARS = 3;
const YEAR_DAYS = 365;
/** Of ten people so many have a contract. */
const SIGNED_OF_TEN = 6;
const SESSION_SEATS = 40;
const VISITS_A_YEAR = 2;
/** For so long the large demo's people measured at home. */
const HOME_DAYS = 30;

function batchesOf<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}

const generateResidents =
  (deps: Deps): LargeGenerator =>
  ({ people, now }) =>
    inTurns(batchesOf(people, BATCH), 2, (batch) => registerImported(deps, batch, now));

const generateRecords =
  (deps: Deps): LargeGenerator =>
  ({ people, now, by }) =>
    inTurns(batchesOf(people, BATCH), 2, async (batch) => {
      const wishes = batch.map(({ id, record }) => ({ residentId: id, isNew: false, wanted: record }));
      await writeRecords(deps, await planRecords(deps, wishes), { by, now });
    });

/** Each for as long as it takes to run today, however long ago it was signed. */
const generateContracts =
  (deps: Deps): LargeGenerator =>
  ({ people, now, by }) => {
    const signed = people.filter((_, index) => index % 10 < SIGNED_OF_TEN);
    return inTurns(signed, AT_ONCE, ({ id, teamId, record: { illnesses = [] } }) => {
      const daysAgo = Number.parseInt(id.slice(0, 6), 16) % (YEARS * YEAR_DAYS);
      return createDemoContract(deps, {
        residentId: id,
        teamId,
        packageCodes: illnesses.some(({ disease }) => disease === '高血压') ? ['BASIC_HTN'] : [],
        termYears: Math.floor(daysAgo / YEAR_DAYS) + 1,
        signedAt: new Date(now.getTime() - daysAgo * 86_400_000),
        signedBy: by,
        decidedBy: by,
      });
    });
  };

/** Whoever has high blood pressure or diabetes is looked after by one of the demo's doctors, since the record was opened. */
const generateFollowUpsOf =
  (deps: Deps): LargeGenerator =>
  async ({ people, today }) => {
    const programmes = { 高血压: 'HTN', 糖尿病: 'T2DM' } as const;
    const plans = people.flatMap(({ id, birthDay, communityId, teamId, record: { illnesses = [], openedDay } }) =>
      illnesses.flatMap(({ disease }) =>
        disease === '高血压' || disease === '糖尿病'
          ? {
              ...{ residentId: id, birthDay, communityId, teamId, doctorId: staffId('doctor') },
              ...{ programme: programmes[disease], sinceDay: openedDay ?? today, untilDay: addDays(today, -1) },
            }
          : [],
      ),
    );
    await generateFollowUps(deps, plans);
  };

/** Whoever has a disease measures the blood pressure at home, for the last month. */
const generateReadings =
  (deps: Deps): LargeGenerator =>
  async ({ people, now }) => {
    const ill = people.filter(({ record: { illnesses = [] } }) => illnesses.length > 0);
    await generateMeasurements(
      deps,
      ill.map(({ id }) => ({ residentId: id, accountId: id })),
      { days: HOME_DAYS, now },
    );
  };

/** The yearly check-ups of everybody from 65 on, in each of the years. */
const generateReports =
  (deps: Deps): LargeGenerator =>
  async ({ people, today }) => {
    const back = Array.from({ length: YEARS }, (_, year) => addYears(today, -year));
    const reports = people.flatMap((person) =>
      back
        .filter((day) => ageOn(person.birthDay, day) >= physicalItems.elderlyFromAge)
        .map((day, year) =>
          reportOf(person, addDays(day, -1 - (Number.parseInt(person.id.slice(0, 4), 16) % 60)), year),
        ),
    );
    await generatePhysicals(deps, reports);
  };

/** What the check-up of somebody said; those with high blood pressure are a little above the line. */
function reportOf(
  { id, birthDay, sex, teamId, record: { illnesses = [] } }: LargePerson,
  day: string,
  year: number,
): Omit<DemoPhysical, 'owes'> {
  const isHigh = illnesses.some(({ disease }) => disease === '高血压');
  return {
    ...{ id: `large-${id}-${year}`, residentId: id, birthDay, sex, teamId, day, releasedBy: staffId('doctor') },
    known: isHigh ? ['HTN'] : [],
    values: isHigh ? { SBP_L: 144, DBP_L: 86, SBP_R: 142, DBP_R: 84 } : {},
    summary: isHigh ? '血压偏高，其他项目正常。' : '各项都正常。',
    guidance: '清淡饮食，每天走路。',
  };
}

/** Sessions of three years to which everybody came in turn. */
const generateVisits =
  (deps: Deps): LargeGenerator =>
  ({ people, today, by }) => {
    const random = makeRandom(people.length);
    const order = people.map((person) => ({ person, at: random() })).sort((a, b) => a.at - b.at);
    const rounds = batchesOf(
      order.map(({ person }) => person),
      SESSION_SEATS,
    );
    const days = Math.floor((YEARS * YEAR_DAYS) / (YEARS * VISITS_A_YEAR));
    const visits = Array.from({ length: YEARS * VISITS_A_YEAR }, (_, round) =>
      rounds.map((batch: LargePerson[], index) => ({
        batch,
        index,
        back: 2 + round * days + ((index * 7) % (days - 4)),
      })),
    ).flat();
    return inTurns(visits, 4, ({ batch, index, back }) => {
      const then = addDays(today, -back);
      const day = [0, 6].includes(weekdayNumberOf(then)) ? addDays(then, -2) : then;
      return createDemoVisits(
        deps,
        {
          id: `large-${day}-${index}`,
          serviceCode: 'gp',
          day,
          startTime: '08:00',
          endTime: '11:30',
          place: '一楼全科诊室',
          capacity: SESSION_SEATS,
          sharedTime: false,
          createdBy: by,
        },
        batch.map(({ id }) => id),
      );
    });
  };

/** What is made of the large demo's people, in this order. A feature that keeps more of them adds its line. */
const generators = [
  generateResidents,
  generateRecords,
  generateContracts,
  generateVisits,
  generateFollowUpsOf,
  generateReadings,
  generateReports,
] as const;

/**
 * Adds so many people with three years of care to the demo. The same size gives the same people.
 * @returns false when it was done before
 */
export async function seedLarge(deps: Deps, size: number): Promise<boolean> {
  const seeds = deps.connection.collection<{ _id: string; size?: number }>('seeds');
  if (await seeds.findOne({ _id: 'large' })) return false;
  const now = deps.clock.now();
  const today = dayOf(now);
  const homes = (await listCommunities()).flatMap(({ id, teamId }) =>
    teamId === null ? [] : [{ communityId: id, teamId }],
  );
  const people = inventPeople(deps, size, { today, homes });
  const world = {
    people,
    now: instantOf(today, '08:00') < now ? instantOf(today, '08:00') : now,
    today,
    by: 'staff-director',
  };
  for (const generate of generators) await generate(deps)(world);
  await seeds.insertOne({ _id: 'large', size });
  return true;
}
