import {
  checkEntry,
  cleanEntry,
  diseasesIn,
  sayEntry,
  sectionOf,
  type EntryContent,
  type EntryKind,
} from '@linkang/shared/domain/record-form';
import { recordForm } from '@linkang/shared/domain/tables/record-form';

const TODAY = '2026-06-04';
const content = (values: EntryContent['values'] = {}, rows: EntryContent['rows'] = []): EntryContent => ({
  values,
  rows,
});
const faults = (kind: EntryKind, entered: EntryContent): string[] =>
  checkEntry(sectionOf(recordForm, kind), entered, TODAY).map(({ row, field, code }) =>
    [...(row === undefined ? [] : [row]), field, code].join(' '),
  );

const BASICS = {
  residence: '户籍',
  bloodType: 'A型',
  rh: '不详',
  education: '初中',
  occupation: '无职业',
  marital: '丧偶',
  payment: ['城镇职工基本医疗保险'],
};

describe('sheets', () => {
  test.each<[EntryKind, EntryContent]>([
    ['basics', content(BASICS)],
    ['allergies', content({ drugs: ['无'] })],
    ['allergies', content({ drugs: ['青霉素', '其他'], other: '碘造影剂' })],
    ['exposures', content({ kinds: ['无'] })],
    ['family', content({ father: ['高血压', '脑卒中'], mother: ['无'] })],
    ['family', content()],
    ['disability', content({ kinds: ['听力残疾'], certificate: '110101195004080029B2' })],
    ['sensitive', content({ disorder: false })],
  ])('%s may stand as %j', (kind, entered) => expect(faults(kind, entered)).toEqual([]));

  test.each<[EntryKind, EntryContent, string[]]>([
    ['basics', content({ ...BASICS, bloodType: 'C型' }), ['bloodType UNKNOWN_OPTION']],
    ['basics', content({ ...BASICS, payment: ['其他'] }), ['paymentOther MISSING']],
    ['allergies', content(), ['drugs MISSING']],
    ['allergies', content({ drugs: ['无', '磺胺'] }), ['drugs EXCLUSIVE']],
    ['allergies', content({ drugs: ['磺胺', '磺胺'] }), ['drugs REPEATED']],
    ['allergies', content({ drugs: ['其他'], other: ' ' }), ['other MISSING']],
    ['allergies', content({ drugs: ['其他'], other: '长'.repeat(101) }), ['other TOO_LONG']],
    ['allergies', content({ drugs: '无' }), ['drugs TYPE']],
    ['allergies', content({ drugs: ['无'], pollen: '有' }), ['pollen UNKNOWN_FIELD']],
    ['allergies', content({ drugs: ['无'] }, [{ drugs: ['无'] }]), ['rows UNKNOWN_FIELD']],
    ['sensitive', content({ disorder: true, year: 2027 }), ['year TOO_HIGH']],
  ])('%s is refused as %j', (kind, entered, expected) => expect(faults(kind, entered)).toEqual(expected));
});

describe('rows', () => {
  test.each<[EntryKind, EntryContent]>([
    ['illnesses', content()],
    [
      'illnesses',
      content({}, [
        { disease: '高血压', year: 2015, month: 3 },
        { disease: '其他', detail: '痛风' },
      ]),
    ],
    ['operations', content({}, [{ name: '阑尾切除', year: 1988 }])],
  ])('%s may stand as %j', (kind, entered) => expect(faults(kind, entered)).toEqual([]));

  test.each<[EntryKind, EntryContent, string[]]>([
    ['illnesses', content({}, [{ disease: '感冒' }]), ['0 disease UNKNOWN_OPTION']],
    ['illnesses', content({}, [{ disease: '高血压' }, {}]), ['1 disease MISSING']],
    ['illnesses', content({}, [{ disease: '其他' }]), ['0 detail MISSING']],
    ['illnesses', content({}, [{ disease: '高血压', year: 2027 }]), ['0 year TOO_HIGH']],
    ['illnesses', content({}, [{ disease: '高血压', year: 1899 }]), ['0 year TOO_LOW']],
    ['illnesses', content({}, [{ disease: '高血压', month: 3 }]), ['0 year MISSING']],
    ['illnesses', content({}, [{ disease: '高血压', year: 2015, month: 13 }]), ['0 month TOO_HIGH']],
    ['illnesses', content({ disease: '高血压' }), ['disease UNKNOWN_FIELD']],
    ['illnesses', content({}, Array(21).fill({ disease: '高血压' })), ['rows TOO_LONG']],
    ['operations', content({}, [{ year: 1988 }]), ['0 name MISSING']],
  ])('%s is refused as %j', (kind, entered, expected) => expect(faults(kind, entered)).toEqual(expected));
});

describe('what is said', () => {
  const illnesses = sectionOf(recordForm, 'illnesses');
  const had = content({}, [
    { disease: '高血压', year: 2015, month: 3 },
    { disease: '其他', detail: '痛风' },
  ]);

  test('is kept in the order of the form, without blanks and empty fields', () => {
    const allergies = sectionOf(recordForm, 'allergies');
    const entered = content({ other: ' 碘 ', drugs: ['其他'] });
    expect(JSON.stringify(cleanEntry(allergies, entered).values)).toBe('{"drugs":["其他"],"other":"碘"}');
    expect(cleanEntry(allergies, content({ drugs: [], other: '  ' })).values).toEqual({});
  });

  test('is told line by line; nothing at all is told as such', () => {
    expect(sayEntry(illnesses, had)).toEqual([
      { name: '', text: '高血压，2015年3月' },
      { name: '', text: '其他，痛风' },
    ]);
    expect(sayEntry(illnesses, content())).toEqual([{ name: '', text: '无' }]);
    expect(sayEntry(sectionOf(recordForm, 'sensitive'), content({ disorder: false }))).toEqual([
      { name: '严重精神障碍', text: '否' },
    ]);
  });

  test('names the programmes whose diseases stand in it', () => {
    expect(diseasesIn(illnesses, had)).toEqual(['HTN']);
    const all = ['高血压', '糖尿病', '冠心病', '脑卒中'].map((disease) => ({ disease }));
    expect(diseasesIn(illnesses, content({}, all))).toEqual(['HTN', 'T2DM', 'CHD', 'STROKE']);
    expect(diseasesIn(illnesses, content())).toEqual([]);
  });

  test('of severe mental disorders stands in the restricted part alone', () => {
    const open = recordForm.sections.filter(({ restricted }) => !restricted);
    expect(JSON.stringify(open)).not.toMatch(/精神/);
    expect(recordForm.sections.filter(({ restricted }) => restricted).map(({ kind }) => kind)).toEqual(['sensitive']);
  });
});
