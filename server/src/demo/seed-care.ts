import { addDays, dayOf, yearOf } from '@linkang/shared/domain/clinic-day';
import { createDemoContract } from '../modules/contract';
import { createDemoFollowUps } from '../modules/followup';
import { createDemoActivities } from '../modules/lecture';
import { createDemoPrescriptions } from '../modules/prescription';
import { createDemoMeasurements } from '../modules/measurement';
import { createDemoPhysical, createDemoReports } from '../modules/physical';
import { createDemoQuiz } from '../modules/quiz';
import { createDemoRecord, type DemoRecord } from '../modules/record';
import type { Deps } from '../platform/deps';
import { demoPeople } from './people';
import { staffId, teamId } from './ids';

/** Who has a health record, and how they live. */
const demoLives = new Map<string, DemoRecord['life']>([
  ['ok-wang', 'alone'],
  ['ok-ma', 'family'],
]);

/** Mr Wang is in care for high blood pressure, and for diabetes since a while later. */
async function seedFollowUps(deps: Deps, people: ReadonlyMap<string, { residentId: string }>): Promise<void> {
  const wang = people.get('ok-wang');
  const birthDay = demoPeople.find(({ code }) => code === 'ok-wang')?.birthDay;
  if (!wang || birthDay === undefined) return;
  const common = { residentId: wang.residentId, birthDay, seed: 'ok-wang', communityId: 'community-1' };
  const care = { ...common, doctorId: staffId('doctor'), teamId: teamId(0) };
  await createDemoFollowUps(
    deps,
    [
      { ...care, programme: 'HTN', daysInCare: 267 },
      { ...care, programme: 'T2DM', daysInCare: 300 },
    ],
    dayOf(deps.clock.now()),
  );
}
/** Who has a family doctor: one for some months, and one whose year is nearly over. */
const demoContracts: Readonly<Record<string, { packageCodes: readonly string[]; daysAgo: number; team: number }>> = {
  'ok-wang': { packageCodes: ['BASIC_ELDERLY', 'BASIC_HTN'], daysAgo: 90, team: 0 },
  // With a team to which nobody of the demo's staff belongs.
  'ok-ma': { packageCodes: ['BASIC_ELDERLY'], daysAgo: 350, team: 1 },
};
/** Health records of those whom the team looks after. */
async function seedRecord(deps: Deps, code: string, residentId: string): Promise<void> {
  const life = demoLives.get(code);
  if (!life) return;
  const openedAt = new Date(deps.clock.now().getTime() - 200 * 86_400_000);
  await createDemoRecord(deps, { residentId, teamId: teamId(0), doctorId: staffId('doctor'), life, openedAt });
}

/** What the yearly check-up of some days ago said, of who is followed up for long and of who has to measure again. */
async function seedReports(deps: Deps, people: ReadonlyMap<string, { residentId: string }>): Promise<void> {
  const day = addDays(dayOf(deps.clock.now()), -5);
  const releasedBy = staffId('doctor');
  const [wang, mother] = ['ok-wang', 'ok-ma'].map((code) => ({
    residentId: people.get(code)?.residentId ?? '',
    birthDay: demoPeople.find((person) => person.code === code)?.birthDay ?? '',
  }));
  if (wang?.residentId)
    await createDemoReports(deps, { ...wang, sex: 'male', known: ['HTN'], teamId: teamId(0), releasedBy }, day);
  if (mother?.residentId)
    await createDemoPhysical(deps, {
      ...{ ...mother, sex: 'female', known: [], teamId: null, releasedBy, day, owes: true },
      id: `demo-physical-${mother.residentId}-${yearOf(day)}`,
      values: { SBP_L: 162, DBP_L: 96, SBP_R: 158, DBP_R: 94 },
      summary: '血压偏高，其他项目正常。',
      guidance: '换一天再来量血压，四周内量满三天。平时吃淡一点，早点睡。',
    });
}

/** What the centre does for those who have a family doctor, a record or a disease. */
export async function seedCare(
  deps: Deps,
  people: ReadonlyMap<string, { accountId: string; residentId: string }>,
): Promise<void> {
  for (const [code, { accountId, residentId }] of people) {
    await seedRecord(deps, code, residentId);
    const signed = demoContracts[code];
    if (!signed) continue;
    await createDemoContract(deps, {
      residentId,
      teamId: teamId(signed.team),
      packageCodes: signed.packageCodes,
      termYears: 1,
      signedAt: new Date(deps.clock.now().getTime() - signed.daysAgo * 86_400_000),
      signedBy: accountId,
      decidedBy: staffId('director'),
    });
  }
  await seedFollowUps(deps, people);
  const measured = people.get('ok-wang');
  if (measured) await createDemoMeasurements(deps, measured, deps.clock.now());
  if (measured) await createDemoPrescriptions(deps, { residentId: measured.residentId, doctorId: staffId('doctor') });
  if (measured) await createDemoActivities(measured.residentId, staffId('editor'), deps.clock.now());
  await seedReports(deps, people);
  await createDemoQuiz(deps, staffId('doctor'));
}
