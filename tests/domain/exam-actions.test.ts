import { actionsAfter, type ActionContext, type ExamAction } from '@linkang/shared/domain/exam-actions';
import { judgeReport } from '@linkang/shared/domain/exam-report';
import type { ExamPerson, ExamValue } from '@linkang/shared/domain/exam-table';
import { physicalActions } from '@linkang/shared/domain/tables/physical-actions';
import { physicalItems } from '@linkang/shared/domain/tables/physical-items';
import { entriesWith, independent, man } from './exam-items';
import { changed } from './table-change';

const report = (more: Record<string, ExamValue> = {}, person: ExamPerson = man) =>
  judgeReport(physicalItems, entriesWith(more), person);

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
