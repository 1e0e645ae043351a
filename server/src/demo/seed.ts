import { addDays, dayOf, instantOf, weekdayNumberOf, yearOf } from '@linkang/shared/domain/clinic-day';
import { createDemoAnnouncement } from '../modules/announcement';
import { createDemoCells } from '../modules/area';
import { countPublished, createDemoArticles } from '../modules/article';
import { createDemoAccount } from '../modules/auth';
import { createCommunities, createRooms } from '../modules/centre';
import { createDoctors } from '../modules/doctor';
import { createDemoLedgers } from '../modules/education';
import { createDemoPicture } from '../modules/file';
import { createDemoLecture } from '../modules/lecture';
import { makePlans } from '../modules/plan';
import { createDemoProxy } from '../modules/proxy';
import { createDemoReading } from '../modules/reading';
import { createDemoResident } from '../modules/resident';
import { createTemplates, publishSchedule } from '../modules/schedule';
import { createDemoVisits, reconcileSeats } from '../modules/session';
import { createStaff } from '../modules/staff';
import { createTeams, findTeams } from '../modules/team';
import type { Deps } from '../platform/deps';
import { withLeaseInTurn } from '../platform/jobs';
import { demoArticles, demoDoctorIntros, demoLectures, demoRooms, demoTeams, demoVisitors } from './content';
import { demoCovers } from './content/covers';
import { staffId, teamId } from './ids';
import { demoPeople, demoStaff, type DemoStaff } from './people';
import { seedCare } from './seed-care';
import { demoTemplates } from './templates';

const LEASE_MS = 5000;
/** The lectures are spread over this many days, then begin anew. */
const LECTURE_ROUND_DAYS = 28;

interface SeedRow {
  _id: 'demo';
  done: boolean;
  /** Whether the week's templates were added. */
  scheduled?: boolean;
}

const teamOfLeader = (name: string): string => teamId(demoTeams.findIndex((team) => team.leader.name === name));

async function seedTeams(): Promise<void> {
  const names = demoTeams.flatMap((team) => team.communities);
  const idOf = (name: string): string => `community-${names.indexOf(name) + 1}`;
  const known = await findTeams(demoTeams.map((_, index) => teamId(index)));
  const teams = demoTeams.map((team, index) => ({
    id: teamId(index),
    name: team.name,
    intro: team.intro,
    leader: team.leader,
    members: [...team.members],
    capacity: team.capacity,
    hardLimit: team.hardLimit,
    order: index,
  }));
  await createTeams(teams.filter((team) => !known.has(team.id)));
  await createCommunities(
    demoTeams.flatMap((team, index) =>
      team.communities.map((name) => ({ id: idOf(name), name, teamId: teamId(index) })),
    ),
  );
}

/** The doctor of the demo leads a team, the public-health officer belongs to the first. */
const teamsOf = ({ name, roles }: DemoStaff): string[] => {
  if (roles.includes('doctor')) return [teamOfLeader(name)];
  return roles.includes('publicHealth') ? [teamId(0)] : [];
};

async function seedStaff(deps: Deps): Promise<void> {
  for (const staff of demoStaff)
    await createStaff({
      ...staff,
      id: staffId(staff.username),
      teamIds: teamsOf(staff),
      password: deps.env.demoPassword,
      demo: true,
    });
}

/** Ms Chen may book for her mother and see her file, and no more. */
async function seedProxy(deps: Deps, people: ReadonlyMap<string, { accountId: string; residentId: string }>) {
  const daughter = people.get('ok-chen');
  const mother = people.get('ok-ma');
  if (!daughter || !mother) return;
  await createDemoProxy(deps, {
    accountId: daughter.accountId,
    relativeResidentId: daughter.residentId,
    residentId: mother.residentId,
    residentName: demoPeople.find(({ code }) => code === 'ok-ma')?.realName ?? '',
    scopes: ['book', 'record'],
    confirmedBy: mother.accountId,
  });
}

/** The physicals of last year, on a Thursday in June: this year's can be booked like them. */
async function seedLastYear(deps: Deps, people: ReadonlyMap<string, { residentId: string }>): Promise<void> {
  const june = `${yearOf(dayOf(deps.clock.now())) - 1}-06-10`;
  const day = addDays(june, (11 - weekdayNumberOf(june)) % 7);
  const had = { 'senior-physical': ['ok-wang', 'ok-ma'], physical: ['ok-chen'] };
  for (const [serviceCode, codes] of Object.entries(had))
    await createDemoVisits(
      deps,
      {
        id: `demo-last-year-${serviceCode}`,
        serviceCode,
        day,
        startTime: '07:30',
        endTime: '10:00',
        place: '三楼体检中心',
        capacity: codes.length,
        sharedTime: false,
        createdBy: staffId('desk'),
      },
      codes.flatMap((code) => people.get(code)?.residentId ?? []),
    );
}

async function seedPeople(deps: Deps): Promise<void> {
  const people = new Map<string, { accountId: string; residentId: string }>();
  for (const person of demoPeople.filter((row) => row.registered)) {
    const accountId = await createDemoAccount(deps, {
      name: person.code.slice('ok-'.length),
      ...(person.signsInByPhone ? { phone: person.phone } : {}),
    });
    const residentId = await createDemoResident(deps, {
      name: person.realName,
      idNumber: person.idNumber,
      phone: person.phone,
      accountId,
      communityId: 'community-1',
      addressDetail: '1号楼1单元101室',
    });
    people.set(person.code, { accountId, residentId });
  }
  await seedProxy(deps, people);
  await seedLastYear(deps, people);
  await seedCare(deps, people);
  const reader = people.get('ok-wang');
  if (reader) await createDemoReading(reader.accountId, deps.clock.now());
}

/** One article every other day up to today, the first of the list the newest. */
async function seedArticles(deps: Deps): Promise<void> {
  const now = deps.clock.now();
  const authorId = staffId('editor');
  const stored = await countPublished();
  for (const { id, svg } of demoCovers) await createDemoPicture(id, svg, authorId, now);
  const articles = demoArticles.map((article, index) => ({
    ...article,
    authorId,
    coverFileId: demoCovers.find((cover) => cover.title === article.title)?.id ?? null,
    publishedAt: new Date(now.getTime() - index * 2 * 86_400_000),
  }));
  // Articles are stored in one write: either all are there or none.
  if (stored === 0) await createDemoArticles(articles, now);
}

/** What the centre of the demo announces in the days after the first start; by their ids they are the oldest. */
async function seedAnnouncements(deps: Deps): Promise<void> {
  const today = dayOf(deps.clock.now());
  const fromDay = today;
  await createDemoAnnouncement(
    '0-demo-announcement-1',
    {
      title: '流感疫苗到了，65岁以上免费',
      text: '今年的流感疫苗已经到中心。65岁及以上的居民免费接种，请带身份证，周一到周五上午8点到11点到二楼接种门诊。发烧或正在感冒的，等好了再来。',
      fromDay,
      toDay: addDays(today, 30),
      important: true,
    },
    staffId('director'),
  );
  await createDemoAnnouncement(
    '0-demo-announcement-2',
    {
      title: '二楼电梯检修，请走一楼服务台',
      text: '二楼电梯这周检修。走楼梯不方便的居民，请到一楼服务台，工作人员会陪您上楼或请医生下来。',
      fromDay,
      toDay: addDays(today, 7),
      important: false,
    },
    staffId('desk'),
  );
}

/**
 * Fills an empty database with the demo. Each step can be run again, so that a start that was killed half-way
 * is finished by the next one.
 * @returns whether anything was to do
 */
export async function seedDemo(deps: Deps): Promise<boolean> {
  const seeds = deps.connection.collection<SeedRow>('seeds');
  const begun = await seeds.findOne({ _id: 'demo' });
  if (begun?.done) return false;
  if (!begun && (await deps.connection.collection('staffs').findOne({}))) return false;
  let seeded = false;
  await withLeaseInTurn(deps, 'seed', LEASE_MS, async () => {
    // Somebody else may have done it meanwhile.
    if (await seeds.findOne({ _id: 'demo', done: true })) return;
    await seeds.updateOne({ _id: 'demo' }, { $set: { done: false } }, { upsert: true });
    await seedTeams();
    await seedStaff(deps);
    await seedArticles(deps);
    await seedPeople(deps);
    await createDemoLedgers(deps, staffId('editor'));
    await seedAnnouncements(deps);
    await createDemoCells('community-1', doctorIdOf(demoTeams[0]?.leader.name ?? ''));
    await makePlans(deps);
    await seeds.updateOne({ _id: 'demo' }, { $set: { done: true } });
    seeded = true;
  });
  return seeded;
}

const doctorIdOf = (leader: string): string => {
  const account = demoStaff.find((staff) => staff.name === leader);
  return account ? staffId(account.username) : `doctor-${teamOfLeader(leader)}`;
};

/** The leaders of the teams as doctors, the visitors after them, and the rooms in which they work. */
async function seedDoctorsAndRooms(): Promise<void> {
  const leaders = demoTeams.map(({ leader }, index) => ({
    id: doctorIdOf(leader.name),
    name: leader.name,
    title: leader.title,
    specialities: leader.specialities.split('、'),
    intro: demoDoctorIntros[leader.name] ?? '',
    teamId: teamId(index),
    visitingFrom: null,
  }));
  const visitors = demoVisitors.map((visitor, index) => ({
    ...visitor,
    id: `doctor-visitor-${index + 1}`,
    specialities: [...visitor.specialities],
    teamId: null,
  }));
  await createDoctors([...leaders, ...visitors]);
  await createRooms(
    demoRooms.map((room, order) => ({ ...room, serviceCodes: [...room.serviceCodes], active: true, order })),
  );
}

/** The week of the demo, once: templates that somebody changed or removed since stay as they are. */
async function seedTemplates(deps: Deps): Promise<void> {
  const seeds = deps.connection.collection<SeedRow>('seeds');
  if (await seeds.findOne({ _id: 'demo', scheduled: true })) return;
  await createTemplates(demoTemplates(dayOf(deps.clock.now()), doctorIdOf));
  await seeds.updateOne({ _id: 'demo' }, { $set: { scheduled: true } });
}

/** Announces the demo's lectures of the present round, so that some are always to come. */
async function openLectures(now: Date): Promise<void> {
  const today = dayOf(now);
  const epochDays = Math.floor(instantOf(today, '00:00').getTime() / 86_400_000);
  const roundStart = addDays(today, -(epochDays % LECTURE_ROUND_DAYS));
  for (const round of [0, 1]) {
    const start = addDays(roundStart, round * LECTURE_ROUND_DAYS);
    for (const [index, { dayOffset, ...content }] of demoLectures.entries()) {
      const day = addDays(start, dayOffset);
      if (day <= today || day > addDays(today, LECTURE_ROUND_DAYS)) continue;
      await createDemoLecture(`demo-lecture-${start}-${index + 1}`, { ...content, day }, staffId('editor'), now);
    }
  }
}

/** Rolls the demo forward to today, so that it never runs dry; only where the demo was seeded. */
export async function rollDemo(deps: Deps): Promise<void> {
  if (!(await deps.connection.collection<SeedRow>('seeds').findOne({ _id: 'demo', done: true }))) return;
  const now = deps.clock.now();
  await withLeaseInTurn(deps, 'rollDemo', LEASE_MS, async () => {
    await seedDoctorsAndRooms();
    await seedTemplates(deps);
    await publishSchedule(deps);
    await openLectures(now);
    // What a start that was killed left half-done need not wait for the next round.
    await reconcileSeats(deps);
  });
}
