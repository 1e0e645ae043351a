import { addYears, ageOn, instantOf, yearOf } from '@linkang/shared/domain/clinic-day';
import { judgeReport } from '@linkang/shared/domain/exam-report';
import type { ExamItem, ExamValue } from '@linkang/shared/domain/exam-table';
import { physicalItems } from '@linkang/shared/domain/tables/physical-items';
import { SENIOR_PHYSICAL } from '@linkang/shared/domain/yearly-physical';
import type { Deps } from '../../platform/deps';
import { inTransaction } from '../../platform/transaction';
import type { ReleasedContent, ReviewContent } from './physical.content';
import { insertPhysical, insertPhysicals, physicalPlace, type PhysicalRow } from './physical.model';
import { insertRelease, insertReleases, releasePlace, type ReleaseRow } from './release.model';

/** Whom the demo examined, and on which day. */
export interface DemoPhysical {
  /** Also the id of the check-up: of two runs one makes it. */
  id: string;
  residentId: string;
  birthDay: string;
  sex: 'male' | 'female';
  known: ReviewContent['known'];
  teamId: string | null;
  day: string;
  /** The doctor. */
  releasedBy: string;
  /** What is other than of somebody in good health, by code. */
  values: Readonly<Record<string, ExamValue>>;
  summary: string;
  guidance: string;
  /** What follows from the values is made like after any other release. */
  owes: boolean;
}

const INDEPENDENT = { eat: 'Independent', groom: 'Independent', dress: 'Independent', toilet: 'Independent' };

const healthy: Readonly<Record<string, ExamValue>> = {
  ...{ TEMP: 36.5, PULSE: 72, RESP: 16, SBP_L: 128, DBP_L: 78, SBP_R: 126, DBP_R: 76 },
  ...{ HEIGHT: 168, WEIGHT: 66, WAIST: 78, VISION: { left: 5, right: 5 } },
  ...{ HB: 142, WBC: 6.1, PLT: 205, FPG: 5.4, ALT: 21, AST: 23, TBIL: 12.1, CREA: 70, UREA: 5.2 },
  ...{ TC: 4.6, TG: 1.3, LDL: 2.6, HDL: 1.3, ASS_ADL: { ...INDEPENDENT, move: 'Independent' } },
  ...{ ASS_COG: '粗筛阴性', ASS_EMO: '粗筛阴性', SYM: { chosen: ['无症状'] }, HIS_DIS: { chosen: ['未发现'] } },
  ...{ LIFE_DIET: { chosen: ['荤素均衡'] }, ORAL: { lips: '红润', teeth: ['正常'], pharynx: '无充血' } },
};

function healthyValue(item: ExamItem): ExamValue {
  const value = healthy[item.code];
  if (value !== undefined) return value;
  if (item.valueType === 'finding') return { normal: true };
  return item.valueType === 'list' ? [] : (item.options?.[0] ?? '');
}

function contentOf({ values, known, sex, birthDay, day, summary, guidance }: DemoPhysical): ReleasedContent {
  const items = physicalItems.items.filter(
    ({ code, required, valueType }) => valueType !== 'computed' && (required || values[code] !== undefined),
  );
  return {
    person: { sex, age: ageOn(birthDay, day), known },
    entries: items.map((item) => ({ code: item.code, value: values[item.code] ?? healthyValue(item) })),
    refused: [],
    review: { summary, guidance, beyondAbility: [], known },
  };
}

function rowsOf({ keyring }: Deps, demo: DemoPhysical): { physical: PhysicalRow; release: ReleaseRow } {
  const { id: _id, residentId, teamId, day, releasedBy } = demo;
  const content = contentOf(demo);
  const at = instantOf(day, '16:30');
  const base = { residentId, year: yearOf(day), day, teamId, version: 1 };
  const releaseId = `${_id}:1`;
  const entry = (code: string, value: ExamValue): [string, PhysicalRow['entries'][string]] => [
    code,
    {
      value: keyring.encrypt(JSON.stringify({ value }), physicalPlace(`entries.${code}.value`, _id)),
      ...{ rev: 1, kind: 'value', via: 'station', by: releasedBy, at },
    },
  ];
  return {
    physical: {
      ...base,
      ...{ _id, occasion: `year:${yearOf(day)}`, serviceCode: SENIOR_PHYSICAL, status: 'released' },
      entries: Object.fromEntries(content.entries.map(({ code, value }) => entry(code, value))),
      review: keyring.encrypt(JSON.stringify(content.review), physicalPlace('review', _id)),
      ...{ createdBy: releasedBy, createdAt: at, rev: 2 },
    },
    release: {
      ...base,
      ...{ _id: releaseId, physicalId: _id, latest: true, releasedAt: at, releasedBy },
      complete: judgeReport(physicalItems, content.entries, content.person).isComplete,
      ...{ selfCare: true, guidance: true, fastingGlucose: true },
      content: keyring.encrypt(JSON.stringify(content), releasePlace(releaseId)),
      ...(demo.owes ? { owes: true as const } : {}),
    },
  };
}

/** Adds a released report for the demo; nothing where the person has a check-up of the year. */
export async function createDemoPhysical(deps: Deps, demo: DemoPhysical): Promise<void> {
  const { physical, release } = rowsOf(deps, demo);
  const stands = await insertPhysical(physical);
  if (stands.createdAt !== physical.createdAt) return;
  await inTransaction((session) => insertRelease(release, session));
}

/** Check-ups that are written at once. */
const BATCH = 200;

/** Adds released reports of people who have none, in bulk; nothing follows from their values. */
export async function generatePhysicals(deps: Deps, demos: readonly Omit<DemoPhysical, 'owes'>[]): Promise<void> {
  for (let from = 0; from < demos.length; from += BATCH) {
    const rows = demos.slice(from, from + BATCH).map((demo) => rowsOf(deps, { ...demo, owes: false }));
    await insertPhysicals(rows.map(({ physical }) => physical));
    await insertReleases(rows.map(({ release }) => release));
  }
}

/** Somebody of the demo who comes every year. */
type Regular = Pick<DemoPhysical, 'residentId' | 'birthDay' | 'sex' | 'known' | 'teamId' | 'releasedBy'>;

const years: readonly Pick<DemoPhysical, 'values' | 'summary' | 'guidance'>[] = [
  {
    values: {
      SBP_L: 146,
      DBP_L: 88,
      SBP_R: 142,
      DBP_R: 86,
      FPG: 6.4,
      WEIGHT: 72,
      WAIST: 93,
      TC: 5.6,
      LIFE_SMK: '从不吸烟',
    },
    summary: '血压、空腹血糖偏高，腰围超了一点，其他项目没有大问题。',
    guidance: '盐再少一点，每天走三十分钟。药按时吃，两周内再来量一次血压，空着肚子再查一次血糖。',
  },
  {
    values: { SBP_L: 138, DBP_L: 84, SBP_R: 136, DBP_R: 82, FPG: 5.8, WEIGHT: 70, WAIST: 91 },
    summary: '血压控制得不错，腰围偏大。',
    guidance: '继续按时吃药，少吃油腻。',
  },
  {
    values: { SBP_L: 150, DBP_L: 90, SBP_R: 148, DBP_R: 88, FPG: 5.6, WEIGHT: 69, WAIST: 89 },
    summary: '血压偏高，其他正常。',
    guidance: '吃淡一点，按时吃药，下个月来复诊。',
  },
];

/** The report of this year and those of two years before, of somebody of the demo. */
export async function createDemoReports(deps: Deps, who: Regular, day: string): Promise<void> {
  for (const [back, report] of years.entries()) {
    const then = addYears(day, -back);
    await createDemoPhysical(deps, {
      ...who,
      ...report,
      id: `demo-physical-${who.residentId}-${yearOf(then)}`,
      day: then,
      owes: back === 0,
    });
  }
}
