import {
  assessFollowUp,
  checkNextDay,
  type EarlierVisit,
  type FormValues,
} from '@linkang/shared/domain/chronic-follow-up';
import { chronicProgrammes } from '@linkang/shared/domain/tables/chronic-all';

const { HTN, T2DM, SMI } = chronicProgrammes;
const form = (more: FormValues = {}): FormValues => ({
  way: 'clinic',
  dangerSigns: ['无'],
  sbp: 128,
  dbp: 78,
  ...more,
});
const visit = (day: string, more: FormValues = {}, name?: string): EarlierVisit => ({
  day,
  values: form(more),
  ...(name === undefined ? {} : { class: name }),
});
const assess = (values: FormValues, earlier: EarlierVisit[] = []) =>
  assessFollowUp(HTN, { values, birthDay: '1956-11-22', day: '2026-11-22', earlier });

describe('a follow-up form', () => {
  test('gives class, rule and latest day', () => {
    const { faults, decision, nextDueDay } = assess(form());
    expect(faults).toEqual([]);
    expect(decision).toMatchObject({ class: 'STABLE', ruleId: 'H6' });
    expect(nextDueDay).toBe('2027-02-20');
  });

  test('age is that of the day', () => {
    const at = (day: string) =>
      assessFollowUp(HTN, { values: form({ sbp: 145 }), birthDay: '1961-11-23', day, earlier: [] });
    expect(at('2026-11-22').decision).toMatchObject({ class: 'ADJUST' });
    expect(at('2026-11-23').decision).toMatchObject({ class: 'STABLE' });
  });

  test('a chosen danger sign is an emergency, 无 is none', () => {
    expect(assess(form({ dangerSigns: ['胸痛'] })).decision).toMatchObject({ class: 'EMERGENCY' });
    expect(assess(form({ dangerSigns: ['无'] })).decision).toMatchObject({ class: 'STABLE' });
  });

  test('danger is seen while the form still has faults', () => {
    const { faults, decision } = assess({ sbp: 190 });
    expect(faults.map(({ field }) => field)).toEqual(['way', 'dangerSigns', 'dbp']);
    expect(decision).toMatchObject({ class: 'EMERGENCY', missing: ['dbp'] });
  });

  test.each([
    [{ sbp: 301 }, 'sbp', 'TOO_HIGH'],
    [{ sbp: 49 }, 'sbp', 'TOO_LOW'],
    [{ sbp: 128.5 }, 'sbp', 'TOO_PRECISE'],
    [{ sbp: '128' }, 'sbp', 'TYPE'],
    [{ sbp: NaN }, 'sbp', 'TYPE'],
    [{ sbp: undefined }, 'sbp', 'MISSING'],
    [{ sbp: 80, dbp: 80 }, 'dbp', 'NOT_BELOW'],
    [{ dangerSigns: [] }, 'dangerSigns', 'MISSING'],
    [{ dangerSigns: ['无', '胸痛'] }, 'dangerSigns', 'EXCLUSIVE'],
    [{ dangerSigns: ['胸痛', '胸痛'] }, 'dangerSigns', 'REPEATED'],
    [{ dangerSigns: '无' }, 'dangerSigns', 'TYPE'],
    [{ way: 'letter' }, 'way', 'UNKNOWN_OPTION'],
    [{ way: 3 }, 'way', 'TYPE'],
    [{ adverseReaction: 'no' }, 'adverseReaction', 'TYPE'],
    [{ advice: '多'.repeat(501) }, 'advice', 'TOO_LONG'],
    [{ advice: 5 }, 'advice', 'TYPE'],
    [{ mood2: 'good' }, 'mood2', 'UNKNOWN_FIELD'],
  ] as [FormValues, string, string][])('%j: %s %s', (more, field, code) => {
    const { faults } = assess(form(more));
    expect(faults).toEqual([{ field, code, text: expect.any(String) as string }]);
    expect([...(faults[0]?.text ?? '')].length).toBeLessThanOrEqual(42);
  });
});

describe('what earlier visits say', () => {
  const high = { sbp: 160 };

  test('twice in a row not controlled is a referral', () => {
    expect(assess(form(high), [visit('2026-11-08')]).decision).toMatchObject({ ruleId: 'H5' });
    expect(assess(form(high), [visit('2026-11-08', high)]).decision).toMatchObject({ ruleId: 'H3', nextDueDays: 14 });
  });

  test('the run is the one directly before, in whatever order the visits come', () => {
    const earlier = [visit('2026-08-01', high), visit('2026-11-08'), visit('2026-10-01', high)];
    expect(assess(form(high), earlier)).toMatchObject({ facts: { priorUnsatisfied: 0 } });
    expect(assess(form(high), earlier.slice(0, 1)).facts['priorUnsatisfied']).toBe(1);
  });

  test('visits of the day itself, later ones and those without a pressure do not count', () => {
    const bare: EarlierVisit = { day: '2026-11-10', values: { way: 'phone', dangerSigns: ['无'] } };
    const earlier = [visit('2026-11-22', high), visit('2026-12-01', high), bare, visit('2026-11-01', high)];
    expect(assess(form(high), earlier).facts['priorUnsatisfied']).toBe(1);
    expect(assess(form(high), [bare]).facts['priorUnsatisfied']).toBe(0);
  });

  test('a pressure in range with a drug reaction breaks the run, and its reaction counts', () => {
    const earlier = [visit('2026-11-08', { adverseReaction: true }), visit('2026-11-01', high)];
    const { facts, decision } = assess(form({ adverseReaction: true }), earlier);
    expect(facts).toMatchObject({ priorUnsatisfied: 0, priorAdverseReaction: true });
    expect(decision).toMatchObject({ class: 'REFER_ADR' });
  });

  test('the line of an earlier visit is the one of the age at that time', () => {
    const at64 = visit('2026-11-10', { sbp: 145 });
    const input = { values: form({ sbp: 151 }), birthDay: '1961-11-20', day: '2026-11-22', earlier: [at64] };
    expect(assessFollowUp(HTN, input).facts['priorUnsatisfied']).toBe(1);
    expect(assessFollowUp(HTN, { ...input, birthDay: '1961-11-01' }).facts['priorUnsatisfied']).toBe(0);
  });

  test('diabetes counts fasting glucose', () => {
    const values = form({ fpg: 8, dangerSigns: ['无'] });
    const input = { values, birthDay: '1956-01-01', day: '2026-11-22', earlier: [visit('2026-11-01', { fpg: 7 })] };
    expect(assessFollowUp(T2DM, input).decision).toMatchObject({ class: 'REFER_TWICE_UNSATISFIED' });
  });

  test('a basic class makes the next visit a recheck', () => {
    const values = { way: 'home', dangerLevel: 0, symptoms: 'some', insight: 'full', socialFunction: 'good' };
    const input = { values, birthDay: '1980-01-01', day: '2026-11-22' };
    const after = (name: string) =>
      assessFollowUp(SMI, { ...input, earlier: [{ day: '2026-11-08', class: name, values }] }).decision;
    expect(after('BASIC')).toMatchObject({ class: 'BASIC_NOT_IMPROVED', nextDueDays: 30 });
    expect(after('STABLE')).toMatchObject({ class: 'BASIC', nextDueDays: 14 });
    expect(assessFollowUp(SMI, { ...input, earlier: [] }).decision).toMatchObject({ class: 'BASIC' });
  });
});

describe('the day of the next visit', () => {
  test.each([
    ['2026-12-06', undefined],
    ['2026-11-23', undefined],
    ['2026-12-07', 'TOO_HIGH'],
    ['2026-11-22', 'TOO_LOW'],
    ['2026-02-30', 'TYPE'],
    ['', 'TYPE'],
  ])('%s: %p', (day, code) => expect(checkNextDay(day, '2026-11-22', 14)?.code).toBe(code));
});
