import { actionsAfter, type ActionContext, type ExamAction } from '@linkang/shared/domain/exam-actions';
import { bodyMassIndex, judgeReport, reportDueDay, type ExamEntry } from '@linkang/shared/domain/exam-report';
import { itemsOfStation, nextStation, stationsLeft } from '@linkang/shared/domain/exam-stations';
import type { ExamItem, ExamPerson, ExamValue } from '@linkang/shared/domain/exam-table';
import { physicalActions } from '@linkang/shared/domain/tables/physical-actions';
import { physicalItems } from '@linkang/shared/domain/tables/physical-items';
import { physicalStations } from '@linkang/shared/domain/tables/physical-stations';
import { indexOf, man, woman } from './exam-items';
import { changed } from './table-change';

const independent = Object.fromEntries(
  ['eat', 'groom', 'dress', 'toilet', 'move'].map((code) => [code, 'Independent']),
);

const HEALTHY: Record<string, ExamValue> = {
  TEMP: 36.5,
  PULSE: 72,
  RESP: 16,
  SBP_L: 126,
  DBP_L: 78,
  SBP_R: 124,
  DBP_R: 76,
  HEIGHT: 170,
  WEIGHT: 65,
  WAIST: 82,
  VISION: { left: 5, right: 5 },
  HB: 140,
  WBC: 6,
  PLT: 200,
  FPG: 5.2,
  ALT: 20,
  AST: 22,
  TBIL: 12,
  CREA: 80,
  UREA: 5,
  TC: 4.5,
  TG: 1.2,
  LDL: 2.4,
  HDL: 1.3,
  ASS_ADL: independent,
  ASS_COG: '粗筛阴性',
  ASS_EMO: '粗筛阴性',
  SYM: { chosen: ['无症状'] },
  HIS_DIS: { chosen: ['未发现'] },
  LIFE_DIET: { chosen: ['荤素均衡'] },
  ORAL: { lips: '红润', teeth: ['正常'], pharynx: '无充血' },
};

/** A value of an item that is normal. */
function healthyValue(item: ExamItem): ExamValue {
  if (HEALTHY[item.code] !== undefined) return HEALTHY[item.code] as ExamValue;
  if (item.valueType === 'finding') return { normal: true };
  return item.valueType === 'list' ? [] : (item.options?.[0] ?? '');
}

const entriesWith = (more: Record<string, ExamValue> = {}): ExamEntry[] => [
  ...physicalItems.items
    .filter((item) => item.required && item.valueType !== 'computed' && more[item.code] === undefined)
    .map((item) => ({ code: item.code, value: healthyValue(item) })),
  ...Object.entries(more).map(([code, value]) => ({ code, value })),
];
const report = (more: Record<string, ExamValue> = {}, person: ExamPerson = man) =>
  judgeReport(physicalItems, entriesWith(more), person);

describe('a whole report', () => {
  test('is complete with all required items, without those that are optional', () => {
    const { faults, missing, isComplete, counts, computed, judgements } = report();
    expect({ faults, missing, isComplete }).toEqual({ faults: [], missing: [], isComplete: true });
    expect(counts).toMatchObject({ abnormal: 0, critical: 0 });
    expect(computed).toEqual({ BMI: 22.5 });
    expect(judgements.length).toBeGreaterThan(40);
    expect(judgements.map(({ code }) => code)).not.toContain('TCM_CONST');
  });

  test('what is missing or wrong keeps it open', () => {
    const without = entriesWith().filter(({ code }) => code !== 'HEIGHT' && code !== 'ECG');
    expect(judgeReport(physicalItems, without, man)).toMatchObject({
      missing: ['HEIGHT', 'BMI', 'ECG'],
      isComplete: false,
    });
    const wrong = report({ HB: 1400 });
    expect(wrong).toMatchObject({ faults: [{ field: 'HB', code: 'TOO_HIGH' }], missing: ['HB'], isComplete: false });
    expect(wrong.judgements.map(({ code }) => code)).not.toContain('HB');
  });

  test('a fault of an optional item keeps it open as well', () => {
    expect(report({ FUNDUS: { normal: false } })).toMatchObject({ missing: [], isComplete: false });
  });

  test('an item is asked of those whom it concerns', () => {
    const diabetic: ExamPerson = { ...man, known: ['T2DM'] };
    expect(report({}, diabetic).missing).toEqual(['DPA']);
    expect(report({ DPA: { normal: true } }, diabetic).isComplete).toBe(true);
    const women = changed(physicalItems, ['items', indexOf('GYN'), 'required'], true);
    expect(judgeReport(women, entriesWith(), man).missing).toEqual([]);
    expect(judgeReport(women, entriesWith(), woman).missing).toContain('GYN');
  });

  test('arms that differ by 20 are told', () => {
    expect(report({ SBP_L: 145, SBP_R: 126 }).remarks).toEqual([]);
    expect(report({ SBP_L: 146, SBP_R: 126 }).remarks).toEqual([
      { codes: ['SBP_L', 'SBP_R'], sentence: '两臂血压相差20，请医生再看一看。' },
    ]);
    const entries = entriesWith({ SBP_L: 136, SBP_R: 126 });
    expect(judgeReport(changed(physicalItems, ['armDifference', 'limit'], 10), entries, man).remarks).toHaveLength(1);
  });

  test("a laboratory's range goes with its value", () => {
    const entries = entriesWith().map((entry) => (entry.code === 'WBC' ? { ...entry, labRange: { max: 5 } } : entry));
    expect(judgeReport(physicalItems, entries, man).counts.abnormal).toBe(1);
  });

  test('body mass index to one digit, half up', () => {
    expect(bodyMassIndex(65, 170)).toBe(22.5);
    expect(bodyMassIndex(71.4, 170)).toBe(24.7);
    // 24.95 exactly.
    expect(bodyMassIndex(99.8, 200)).toBe(25);
    // 16.25 and 18.75, which binary fractions make a little less.
    expect([bodyMassIndex(41.6, 160), bodyMassIndex(48, 160)]).toEqual([16.3, 18.8]);
    expect(report({ WEIGHT: 72.3, HEIGHT: 170 }).computed).toEqual({ BMI: 25 });
  });

  test('is due within its days', () => {
    expect(physicalActions.reportDeadlineDays).toBe(14);
    expect(reportDueDay('2026-12-25', 14)).toBe('2027-01-08');
  });
});

describe('what follows a result', () => {
  const context: ActionContext = {
    day: '2026-11-22',
    isPersonPresent: false,
    enrolled: [],
    elevatedBpDays: 0,
    elevatedFpgDays: 0,
    beyondAbility: [],
  };
  const after = (
    more: Record<string, ExamValue>,
    {
      person = man,
      rules = physicalActions,
      ...rest
    }: Partial<ActionContext> & { person?: ExamPerson; rules?: typeof physicalActions } = {},
  ): ExamAction[] =>
    actionsAfter(rules, physicalItems, {
      report: report(more, person),
      entries: entriesWith(more),
      person,
      context: { ...context, ...rest },
    });
  const kinds = (actions: ExamAction[]): string[] =>
    actions.filter(({ ruleId }) => ruleId !== 'Z1').map(({ ruleId, kind }) => `${ruleId} ${kind}`);

  test('everybody hears the result and the next date', () => {
    expect(after({})).toMatchObject([
      { ruleId: 'Z1', kind: 'advice', dueDay: '2026-12-06', causes: [] },
      { ruleId: 'Z1', kind: 'nextExam', dueDay: '2027-11-22', causes: [] },
    ]);
  });

  test('a critical value is acted on before the person leaves, or telephoned the same day', () => {
    const late = after({ CREA: 700 });
    expect(kinds(late)).toEqual(['A2 call', 'A2 urgentReferral', 'A2 referralCheck']);
    expect(late[0]).toMatchObject({ dueDay: '2026-11-22', causes: [{ code: 'CREA', value: 700 }] });
    expect(late[2]).toMatchObject({ dueDay: '2026-12-06' });
    expect(kinds(after({ CREA: 700 }, { isPersonPresent: true }))[0]).toBe('A1 actNow');
  });

  test('all critical values are named, each once', () => {
    const [call] = after({ CREA: 700, FPG: 3.2 });
    expect(call?.causes).toEqual([
      { code: 'FPG', value: 3.2 },
      { code: 'CREA', value: 700 },
    ]);
  });

  test('a raised pressure is measured again, and enrolled after three days', () => {
    const first = after({ SBP_R: 146 }, { elevatedBpDays: 1 });
    expect(kinds(first)).toEqual(['B2 recheck']);
    expect(first[0]).toMatchObject({
      subject: 'bloodPressure',
      dueDay: '2026-12-06',
      causes: [{ code: 'SBP_R', value: 146 }],
    });
    expect(kinds(after({ SBP_R: 140 }, { elevatedBpDays: 3 }))).toEqual(['B1 enrol']);
    expect(kinds(after({ SBP_R: 139, DBP_R: 89 }, { elevatedBpDays: 3 }))).toEqual([]);
    expect(after({ DBP_L: 90 }, { elevatedBpDays: 3 })[0]).toMatchObject({
      programme: 'HTN',
      causes: [{ code: 'DBP_L' }],
    });
  });

  test('a raised glucose is measured again, and enrolled when confirmed', () => {
    expect(kinds(after({ FPG: 7 }, { elevatedFpgDays: 1 }))).toEqual(['D2 recheck']);
    expect(after({ FPG: 7 }, { elevatedFpgDays: 2 })[0]).toMatchObject({
      kind: 'enrol',
      programme: 'T2DM',
      causes: [{ code: 'FPG', value: 7 }],
    });
    expect(kinds(after({ FPG: 6.9 }, { elevatedFpgDays: 1 }))).toEqual(['D3 recheck']);
    expect(kinds(after({ FPG: 6.09 }))).toEqual([]);
  });

  test('known diseases are enrolled, and followed up when they are', () => {
    const person: ExamPerson = { ...man, known: ['HTN', 'T2DM'] };
    const more = { SBP_L: 150, FPG: 8, DPA: { normal: true } };
    expect(kinds(after(more, { person }))).toEqual(['K1 enrol', 'K2 enrol']);
    const enrolled = after(more, { person, enrolled: ['HTN', 'T2DM'] });
    expect(kinds(enrolled)).toEqual(['K3 followUp', 'K4 followUp']);
    expect(enrolled[0]).toMatchObject({ programme: 'HTN', dueDay: '2027-02-20' });
  });

  test('risks, findings and what is beyond the centre', () => {
    expect(after({ LIFE_SMK: '吸烟', WAIST: 95 })[0]).toMatchObject({
      ruleId: 'R1',
      subject: 'risk',
      causes: [
        { code: 'WAIST', value: 95 },
        { code: 'LIFE_SMK', value: '吸烟' },
      ],
    });
    expect(kinds(after({ LIFE_SMK: '吸烟' }, { person: { ...man, known: ['HTN'] }, enrolled: ['HTN'] }))).toEqual([
      'K3 followUp',
    ]);
    const finding = { normal: false, text: '肝囊肿' };
    expect(after({ US_ABD: finding })[0]).toMatchObject({ ruleId: 'U1', causes: [{ code: 'US_ABD', value: finding }] });
    expect(kinds(after({ US_ABD: finding }, { beyondAbility: ['US_ABD'] }))).toEqual([
      'U1 recheck',
      'O1 referral',
      'O1 referralCheck',
    ]);
    // A low pressure and a low weight have no rule of their own.
    expect(kinds(after({ SBP_L: 88, DBP_L: 58, SBP_R: 92 }))).toEqual(['U1 recheck']);
    expect(after({ WEIGHT: 50 })[0]).toMatchObject({ ruleId: 'U1', causes: [{ code: 'BMI', value: 17.3 }] });
  });

  test('help at home and full scales', () => {
    const moderate = { ...independent, toilet: 'Moderate', groom: 'Moderate', move: 'Mild' };
    expect(after({ ASS_ADL: moderate })[0]).toMatchObject({
      ruleId: 'S1',
      kind: 'homeVisit',
      causes: [{ code: 'ASS_ADL' }],
    });
    expect(kinds(after({ ASS_ADL: { ...moderate, move: 'Independent' } }))).toEqual([]);
    expect(after({ ASS_EMO: '粗筛阳性' })[0]).toMatchObject({
      ruleId: 'S2',
      kind: 'fullScale',
      causes: [{ code: 'ASS_EMO', value: '粗筛阳性' }],
    });
  });

  test('a value with a fault leads to nothing', () => {
    expect(kinds(after({ CREA: 99_999 }))).toEqual([]);
    expect(kinds(after({ SBP_L: 999 }))).toEqual([]);
  });

  test('lines and days of the rules are data', () => {
    const at = physicalActions.rules.findIndex(({ id }) => id === 'S1');
    const moderate = { ...independent, toilet: 'Moderate' };
    expect(kinds(after({ ASS_ADL: moderate }))).toEqual([]);
    const rules = changed(
      changed(physicalActions, ['rules', at, 'when', 'value'], 5),
      ['rules', at, 'actions', 0, 'withinDays'],
      3,
    );
    expect(after({ ASS_ADL: moderate }, { rules })[0]).toMatchObject({ kind: 'homeVisit', dueDay: '2026-11-25' });
  });
});

test('which items have rules of their own is data', () => {
  const person = man;
  const context: ActionContext = {
    day: '2026-11-22',
    isPersonPresent: false,
    enrolled: [],
    elevatedBpDays: 0,
    elevatedFpgDays: 0,
    beyondAbility: [],
  };
  const entries = entriesWith({ LDL: 4.2 });
  const rulesFor = (rules: typeof physicalActions) =>
    actionsAfter(rules, physicalItems, {
      report: judgeReport(physicalItems, entries, person),
      entries,
      person,
      context,
    }).map(({ ruleId }) => ruleId);
  expect(rulesFor(physicalActions)).toContain('U1');
  expect(rulesFor(changed(physicalActions, ['riskItems'], ['BMI', 'WAIST', 'LDL']))).toEqual(['R1', 'Z1', 'Z1']);
});

describe('stations', () => {
  test('everything starts with the identity, and breakfast waits for blood and ultrasound', () => {
    expect(nextStation(physicalStations, [])?.code).toBe('identity');
    expect(nextStation(physicalStations, ['identity'])?.code).toBe('blood');
    const left = stationsLeft(physicalStations, ['identity', 'blood']);
    expect(left.find(({ code }) => code === 'breakfast')?.waitsFor).toEqual(['腹部B超']);
    expect(nextStation(physicalStations, ['identity', 'blood', 'imaging'])?.code).toBe('breakfast');
    expect(
      nextStation(
        physicalStations,
        physicalStations.stations.map(({ code }) => code),
      ),
    ).toBeUndefined();
  });

  test('the summary waits for all but what may be left out', () => {
    const done = ['identity', 'blood', 'imaging', 'breakfast', 'vitals', 'questions', 'examination'];
    expect(stationsLeft(physicalStations, done).map(({ code, waitsFor }) => [code, waitsFor])).toEqual([
      ['tcm', []],
      ['summary', []],
    ]);
  });

  test('the order is data, and every item has its station', () => {
    const free = changed(physicalStations, ['stations', 3, 'after'], []);
    expect(stationsLeft(free, []).find(({ waitsFor }) => waitsFor.length === 0)?.code).toBe('identity');
    expect(stationsLeft(free, ['identity']).find(({ code }) => code === 'breakfast')?.waitsFor).toEqual([]);
    const codes = physicalStations.stations.flatMap(({ code }) => itemsOfStation(physicalItems, code));
    expect(codes.sort()).toEqual(physicalItems.items.map(({ code }) => code).sort());
    expect(itemsOfStation(physicalItems, 'imaging')).toContain('US_ABD');
  });
});
