import { activityFieldsOf, activityKindName, activityKinds, isHealthDay } from '@linkang/shared/domain/activity-kinds';
import {
  checkRecordValues,
  countPersonTimes,
  missingEvidence,
  recordFieldsOf,
  type EvidenceFacts,
} from '@linkang/shared/domain/activity-record';
import { educationMinimums } from '@linkang/shared/domain/tables/education-minimums';

it('knows the kinds that people come to', () => {
  expect(activityKinds.map(activityKindName)).toEqual([
    '健康讲座',
    '义诊',
    '主题日/公众咨询',
    '免费筛查',
    '进学校/进企业/进社区',
    '健康知识竞赛/抢答赛',
    '自我管理小组/技能培训',
    '健身操、健步走',
  ]);
  expect(() => activityFieldsOf('PARTY')).toThrow('PARTY');
  expect([isHealthDay('世界慢阻肺日'), isHealthDay('敬老月'), isHealthDay('春节')]).toEqual([true, true, false]);
});

it('asks for the fields of the kind that nothing else tells', () => {
  expect(recordFieldsOf('LECTURE')).toEqual([]);
  expect(recordFieldsOf('FREE_CLINIC')).toEqual([
    { code: 'doctors', name: '医生', type: 'words' },
    { code: 'servedPersonTimes', name: '服务人次', type: 'count' },
    { code: 'bloodPressureCount', name: '测血压人次', type: 'count' },
    { code: 'glucoseCount', name: '测血糖人次', type: 'count' },
    { code: 'prescriptionsGiven', name: '发放健康处方份数', type: 'count' },
  ]);
  expect(recordFieldsOf('QUIZ').find(({ code }) => code === 'meanScore')?.type).toBe('score');
});

it.each([
  ['FREE_CLINIC', { servedPersonTimes: 40, doctors: '林静秋' }, []],
  ['FREE_CLINIC', { prizes: 3 }, ['prizes UNKNOWN']],
  ['FREE_CLINIC', { servedPersonTimes: '40', doctors: 3 }, ['servedPersonTimes TYPE', 'doctors TYPE']],
  ['FREE_CLINIC', { servedPersonTimes: 1.5 }, ['servedPersonTimes TYPE']],
  ['FREE_CLINIC', { servedPersonTimes: -1 }, ['servedPersonTimes TOO_SMALL']],
  ['FREE_CLINIC', { servedPersonTimes: 100_001 }, ['servedPersonTimes TOO_LARGE']],
  ['FREE_CLINIC', { doctors: '林'.repeat(201) }, ['doctors TOO_LONG']],
  ['QUIZ', { meanScore: 81.5 }, []],
  ['QUIZ', { meanScore: 100.5 }, ['meanScore TOO_LARGE']],
  ['SCREENING', { screened: 10, abnormal: 10, referred: 0 }, []],
  ['SCREENING', { screened: 10, abnormal: 11, referred: 12 }, ['abnormal TOO_LARGE', 'referred TOO_LARGE']],
  ['SCREENING', { abnormal: 11 }, []],
])('%s %j', (kind, values, faults) => {
  expect(checkRecordValues(kind, values).map(({ field, code }) => `${field} ${code}`)).toEqual(faults);
});

it('counts whoever was served or signed in, not both', () => {
  expect(countPersonTimes('LECTURE', 12, {})).toBe(12);
  expect(countPersonTimes('FREE_CLINIC', 12, { servedPersonTimes: 40 })).toBe(40);
  expect(countPersonTimes('FREE_CLINIC', 41, { servedPersonTimes: 40 })).toBe(41);
});

const whole: EvidenceFacts = {
  ...{ day: '2026-06-09', place: '三楼', topic: '防中暑', speaker: '林静秋', personTimes: 2, signedIn: true },
  ...{ photos: 1, materials: 1, summary: '讲了防中暑' },
};

it('tells what the file lacks, in the order of the national list', () => {
  expect(missingEvidence(whole)).toEqual([]);
  const nothing = { ...whole, day: '', place: '', topic: '', speaker: '', personTimes: 0, signedIn: false };
  expect(missingEvidence({ ...nothing, photos: 0, materials: 0, summary: '' })).toEqual([
    ...educationMinimums.evidence,
  ]);
  expect(missingEvidence({ ...whole, photos: 0, summary: '' })).toEqual(['照片', '小结']);
});
