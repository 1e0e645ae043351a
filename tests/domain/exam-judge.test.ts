import { judge, referenceOf, sayRange, type Judgement } from '@linkang/shared/domain/exam-judge';
import type { ExamPerson, ExamValue } from '@linkang/shared/domain/exam-table';
import { physicalItems } from '@linkang/shared/domain/tables/physical-items';
import { indexOf, itemOf, man, woman } from './exam-items';
import { changed } from './table-change';

const judged = (code: string, value: ExamValue, person: ExamPerson = man, table = physicalItems): Judgement => {
  const item = table.items.find((row) => row.code === code);
  if (!item) throw new RangeError(code);
  return judge(table, item, value, person);
};
const short = ({ verdict, direction }: Judgement): string => [verdict, direction].filter(Boolean).join(' ');

describe('judging a number', () => {
  test.each([
    ['FPG', 3.89, 'critical low'],
    // Inside the reference range and critical all the same.
    ['FPG', 3.9, 'critical low'],
    ['FPG', 3.91, 'normal'],
    ['FPG', 6.09, 'normal'],
    ['FPG', 6.1, 'abnormal high'],
    ['FPG', 16.69, 'abnormal high'],
    ['FPG', 16.7, 'critical high'],
    ['SBP_L', 89, 'abnormal low'],
    ['SBP_L', 90, 'normal'],
    ['SBP_L', 139, 'normal'],
    // 140 also for the old: the line of diagnosis, not of those managed.
    ['SBP_L', 140, 'abnormal high'],
    ['SBP_L', 179, 'abnormal high'],
    ['SBP_L', 180, 'critical high'],
    ['DBP_R', 110, 'critical high'],
    ['PULSE', 40, 'abnormal low'],
    ['PULSE', 39, 'critical low'],
    ['PULSE', 130, 'abnormal high'],
    ['PULSE', 131, 'critical high'],
    ['TEMP', 37.2, 'normal'],
    ['TEMP', 39, 'abnormal high'],
    ['TEMP', 39.1, 'critical high'],
    ['TG', 11.3, 'critical high'],
    ['HDL', 0.99, 'abnormal low'],
    ['HDL', 1, 'normal'],
    ['TC', 5.2, 'abnormal high'],
    ['PLT', 50, 'abnormal low'],
    ['PLT', 49, 'critical low'],
    ['HEIGHT', 170, 'recorded'],
  ] as const)('%s %d is %s', (code, value, wanted) => expect(short(judged(code, value))).toBe(wanted));

  test.each([
    ['HB', 129, 'abnormal low', 'normal'],
    ['HB', 160, 'normal', 'abnormal high'],
    ['ALT', 45, 'normal', 'abnormal high'],
    ['WAIST', 87, 'normal', 'abnormal high'],
    ['CREA', 100, 'normal', 'abnormal high'],
    ['TBIL', 26, 'normal', 'abnormal high'],
  ] as const)('%s %d: a man %s, a woman %s', (code, value, forMan, forWoman) => {
    expect(short(judged(code, value, man))).toBe(forMan);
    expect(short(judged(code, value, woman))).toBe(forWoman);
  });

  test.each([
    // Creatinine and urea change at 60, the body mass index at 65.
    ['CREA', 105, 59, 'abnormal high'],
    ['CREA', 105, 60, 'normal'],
    ['UREA', 9, 59, 'abnormal high'],
    ['UREA', 9, 60, 'normal'],
    ['BMI', 25, 64, 'abnormal high'],
    ['BMI', 25, 65, 'normal'],
    ['BMI', 19, 64, 'normal'],
    ['BMI', 19, 65, 'abnormal low'],
    ['BMI', 27, 65, 'abnormal high'],
  ] as const)('%s %d at %d is %s', (code, value, age, wanted) => {
    expect(short(judged(code, value, { ...man, age }))).toBe(wanted);
  });

  test("the laboratory's own range comes first, critical limits before it", () => {
    expect(short(judge(physicalItems, itemOf('WBC'), 3.7, man, { min: 4, max: 10 }))).toBe('abnormal low');
    expect(short(judge(physicalItems, itemOf('WBC'), 9.8, man, { min: 4, max: 10 }))).toBe('normal');
    expect(short(judge(physicalItems, itemOf('FPG'), 3.5, man, { min: 3, max: 6 }))).toBe('critical low');
  });

  test.each([
    ['FPG', 6.5, '空腹血糖受损'],
    ['FPG', 7, '达到糖尿病范围，须换一天复查'],
    ['TG', 2, '边缘升高'],
    ['TG', 2.3, '升高'],
    ['BMI', 28, '肥胖'],
    ['FPG', 5, undefined],
  ] as const)('%s %d: step %p', (code, value, band) => expect(judged(code, value).band).toBe(band));
});

describe('judging what is no number', () => {
  test.each([
    ['U_PRO', '-', 'normal'],
    ['U_PRO', '±', 'abnormal high'],
    ['U_PRO', '4+', 'abnormal high'],
    ['U_KET', '2+', 'abnormal high'],
    ['U_KET', '3+', 'critical high'],
    ['U_KET', '4+', 'critical high'],
    ['HEAR', '听见', 'normal'],
    ['HEAR', '听不清或无法听见', 'abnormal finding'],
    ['ASS_COG', '粗筛阳性', 'abnormal finding'],
    ['LIFE_SMK', '吸烟', 'recorded'],
    ['SYM', { chosen: ['头痛'] }, 'recorded'],
    ['HIS_HOSP', [], 'recorded'],
    ['TCM_CONST', { recordId: 'a' }, 'recorded'],
    ['ECG', { normal: true }, 'normal'],
    ['ECG', { normal: false, text: '窦性心动过缓' }, 'abnormal finding'],
    ['ECG', { normal: false, text: '室速', urgent: true }, 'critical finding'],
    ['VISION', { left: 5, right: 4.9 }, 'normal'],
    ['VISION', { left: 5, right: 4.8 }, 'abnormal low'],
    ['VISION', { left: 4.4, right: 5 }, 'abnormal low'],
    ['ORAL', { lips: '红润', teeth: ['正常'], pharynx: '无充血' }, 'normal'],
    ['ORAL', { lips: '红润', teeth: ['缺齿', '义齿'], pharynx: '无充血' }, 'abnormal finding'],
  ] as [string, ExamValue, string][])('%s %j is %s', (code, value, wanted) => {
    expect(short(judged(code, value))).toBe(wanted);
  });

  test('self-care is judged by its points', () => {
    const levels = { eat: 'Mild', groom: 'Mild', dress: 'Mild', toilet: 'Mild', move: 'Mild' };
    expect(judged('ASS_ADL', levels)).toMatchObject({ verdict: 'normal', sentence: '生活自理能力：可自理（3分）。' });
    expect(judged('ASS_ADL', { ...levels, move: 'Moderate' })).toMatchObject({ verdict: 'abnormal' });
    expect(() => judged('ASS_ADL', { eat: 'Mild' })).toThrow(RangeError);
  });
});

describe('the sentence for the person', () => {
  test.each([
    ['FPG', 5.2, '空腹血糖5.2，正常。'],
    ['FPG', 3.9, '空腹血糖3.9，太低。清醒就马上吃糖，再告诉医生；叫不醒不要喂，马上打120。'],
    ['SBP_R', 182, '右臂高压182，太高。请坐下休息，马上请人再量一次；头晕胸痛就打120。'],
    ['HB', 98, '血红蛋白（看贫血）98，偏低，正常是130到175。请听医生讲一讲，看要不要复查。'],
    ['PULSE', 131, '脉搏131次，太高。有危险，请马上联系医生；难受就打120。'],
    ['WEIGHT', 61.5, '体重61.5公斤。'],
    ['U_PRO', '1+', '尿蛋白（看肾）：1+。请听医生讲一讲，看要不要复查。'],
    ['ECG', { normal: true }, '心电图：没有发现异常。'],
    ['VISION', { left: 4.9, right: 5 }, '视力左4.9、右5，正常。'],
  ] as [string, ExamValue, string][])('%s %j: %s', (code, value, sentence) => {
    expect(judged(code, value).sentence).toBe(sentence);
  });

  test('ranges in words', () => {
    expect(
      [
        { min: 1, max: 2 },
        { min: 3.9, maxExclusive: 6.1 },
        { min: 1 },
        { max: 26 },
        { maxExclusive: 5.2 },
        { equals: '-' },
      ].map(sayRange),
    ).toEqual(['1到2', '3.9到6.1以下', '不低于1', '不高于26', '低于5.2', '阴性']);
  });

  test('no sentence holds words that an old person does not know, and none is long', () => {
    const low = { ...man };
    for (const item of physicalItems.items.filter(({ valueType }) => valueType === 'number')) {
      for (const value of [item.min ?? 0, item.max ?? 0]) {
        const { sentence } = judge(physicalItems, item, value, low);
        expect([...sentence].length).toBeLessThanOrEqual(80);
        expect(sentence).not.toMatch(/[A-Za-z]/);
      }
    }
  });
});

describe('a limit changed in the data changes the judgement', () => {
  test.each([
    ['reference', 'SBP_L', 'referenceElderly', 'maxExclusive', 150, 145, 'abnormal high', 'normal'],
    ['critical', 'SBP_L', 'critical', 'highInclusive', 170, 172, 'abnormal high', 'critical high'],
    ['age', 'CREA', 'referenceElderly', 'ageFrom', 80, 105, 'normal', 'abnormal high'],
  ] as const)('%s of %s', (_name, code, part, key, limit, value, before, after) => {
    expect(short(judged(code, value))).toBe(before);
    expect(short(judged(code, value, man, changed(physicalItems, ['items', indexOf(code), part, key], limit)))).toBe(
      after,
    );
  });

  test('ordinals, options and parts', () => {
    const ketones = changed(physicalItems, ['items', indexOf('U_KET'), 'critical', 'ordinalAtLeast'], '2+');
    expect(short(judged('U_KET', '2+', man, ketones))).toBe('critical high');
    const hearing = changed(physicalItems, ['items', indexOf('HEAR'), 'abnormalOptions'], []);
    expect(short(judged('HEAR', '听不清或无法听见', man, hearing))).toBe('normal');
    expect(referenceOf(changed(physicalItems, ['elderlyFromAge'], 75), itemOf('BMI'), man)).toMatchObject({
      min: 18.5,
    });
  });
});
