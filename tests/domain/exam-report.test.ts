import { bodyMassIndex, judgeReport, reportDueDay } from '@linkang/shared/domain/exam-report';
import type { ExamPerson, ExamValue } from '@linkang/shared/domain/exam-table';
import { physicalActions } from '@linkang/shared/domain/tables/physical-actions';
import { physicalItems } from '@linkang/shared/domain/tables/physical-items';
import { entriesWith, indexOf, man, woman } from './exam-items';
import { changed } from './table-change';

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
