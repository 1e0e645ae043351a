import { addDays, dayOf, instantOf, weekdayNumberOf } from '@linkang/shared/domain/clinic-day';
import { listCommunities } from '../../modules/centre';
import { createDemoContract } from '../../modules/contract';
import { planRecords, writeRecords } from '../../modules/record';
import { registerImported } from '../../modules/resident';
import { createDemoVisits } from '../../modules/session';
import type { Deps } from '../../platform/deps';
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
const generators = [generateResidents, generateRecords, generateContracts, generateVisits] as const;

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
