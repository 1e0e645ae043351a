import { dayOfCell, readImportRow, type ImportWords } from '@linkang/shared/domain/import-row';
import { importTemplate, readHeading, type ImportColumn } from '@linkang/shared/domain/import-sheet';

const known: ImportWords = {
  today: '2026-06-04',
  bloodTypes: ['A型', 'B型', 'O型', 'AB型', '不详'],
  drugs: ['无', '青霉素', '磺胺', '链霉素', '其他'],
  diseases: ['高血压', '糖尿病', '其他'],
  tags: new Map([['独居老人', 'LivesAlone']]),
  communities: new Map([['春风社区', 'c1']]),
  teams: new Map([['春风团队', 't1']]),
  doctors: new Map([
    ['林静秋', ['d1']],
    ['王伟', ['d2', 'd3']],
  ]),
};
const base = { name: '王秀英', idNumber: '110101195004080029' };

const read = (changes: Partial<Record<ImportColumn, string>>) =>
  readImportRow(
    Object.fromEntries(
      Object.entries({ ...base, ...changes }).map(([column, text]) => [column, { text, kind: 'text' as const }]),
    ),
    7,
    known,
  );
const says = (changes: Partial<Record<ImportColumn, string>>): string[] =>
  read(changes).faults.map((fault) => fault.says);

it('reads what the number says', () => {
  expect(read({}).person).toEqual({
    name: '王秀英',
    idNumber: '110101195004080029',
    birthDay: '1950-04-08',
    sex: 'female',
    record: {},
  });
});

it.each<[ImportColumn, string, string]>([
  ['name', '', '姓名：没有填'],
  ['name', '王4英', '姓名：只能是文字和中间点'],
  ['name', '长'.repeat(51), '姓名：太长，最多50个字'],
  ['name', '=王', '姓名：不能以 = 或 @ 开头'],
  ['name', '王\u202e英', '姓名：有看不见的字符，请重新输入'],
  ['idNumber', '', '身份证号：请输入身份证号码'],
  ['idNumber', '110101195004080020', '身份证号：身份证号码有误，请逐位核对'],
  ['phone', '123', '电话：不是手机号或带区号的座机号'],
  ['sex', '男', '性别：和身份证号不一致'],
  ['sex', 'F', '性别：请写男或女'],
  ['birthDay', '1950-04-09', '出生日期：和身份证号不一致'],
  ['community', '秋风社区', '社区：没有这个社区，请写中心设置里的名称'],
  ['address', '长'.repeat(101), '详细地址：太长，最多100个字'],
  ['recordNo', '档案1', '档案号：只能用字母、数字和短横线，最长32个'],
  ['openedDay', '去年', '建档日期：请写成 2019-03-01 这样的日期'],
  ['openedDay', '2026-06-05', '建档日期：不能晚于今天'],
  ['openedDay', '1950-04-07', '建档日期：不能早于出生日期'],
  ['bloodType', 'C', '血型：请从A型、B型、O型、AB型、不详里选'],
  ['allergies', '无、青霉素', '药物过敏：写了“无”就不能再写别的'],
  ['allergies', '其他', '药物过敏：写了“其他”，请写出药名'],
  ['allergies', '药'.repeat(101), '药物过敏：太长，最多100个字'],
  ['illnesses', '无、高血压', '既往疾病：写了“无”就不能再写别的'],
  ['illnesses', '高血压(2030)', '既往疾病：年份不对'],
  ['illnesses', '高血压(去年)', '既往疾病：请写成“高血压(2012)、糖尿病”这样'],
  ['illnesses', '病'.repeat(61), '既往疾病：太长，每种最多60个字'],
  ['illnesses', Array.from({ length: 21 }, (_, n) => `病${n}`).join('、'), '既往疾病：太多，最多20种'],
  ['illnesses', '精神分裂症', '既往疾病：精神障碍不能从表格导入，请在档案里限制查看的部分登记'],
  ['tags', '名人', '人群标签：请从独居老人里选'],
  ['team', '秋风团队', '责任团队：没有这个团队，请写团队的全名'],
  ['doctor', '李四', '责任医生：没有这位医生的账号，请写医生的全名'],
  ['doctor', '王伟', '责任医生：有几位同名的医生，请空着，以后在档案里选'],
])('refuses in the column %s what reads %s', (column, text, fault) => {
  expect(says({ [column]: text })).toEqual([fault]);
});

it('names every fault of a row at once', () => {
  expect(read({ phone: '1', bloodType: '?', tags: '?' }).faults.map(({ line, column }) => [line, column])).toEqual([
    [7, 'phone'],
    [7, 'bloodType'],
    [7, 'tags'],
  ]);
});

it('reads words as people write them', () => {
  const { person } = read({
    phone: '+86 138-0013-8000',
    sex: '女性',
    birthDay: '19500408',
    community: '春风社区',
    bloodType: 'ab',
    allergies: '青霉素过敏；花生',
    illnesses: '高血压（2012年）\n痛风',
    tags: '独居老人，独居老人',
    team: '春风团队',
    doctor: '林静秋',
  });
  expect(person).toMatchObject({ phone: '13800138000', communityId: 'c1' });
  expect(person?.record).toEqual({
    bloodType: 'AB型',
    drugs: ['青霉素', '其他'],
    otherDrugs: '花生',
    illnesses: [
      { disease: '高血压', year: 2012 },
      { disease: '其他', detail: '痛风' },
    ],
    tags: ['LivesAlone'],
    teamId: 't1',
    doctorId: 'd1',
  });
  expect(read({ allergies: '无', illnesses: '无' }).person?.record).toEqual({ drugs: ['无'], illnesses: [] });
});

it.each([
  ['2019-03-01', 'text', '2019-03-01'],
  ['2019/3/1', 'text', '2019-03-01'],
  ['2019.3.1', 'text', '2019-03-01'],
  ['2019年3月1日', 'text', '2019-03-01'],
  ['20190301', 'text', '2019-03-01'],
  ['20190301', 'number', '2019-03-01'],
  ['2019-03-01 00:00:00', 'text', '2019-03-01'],
  ['43525', 'number', '2019-03-01'],
  ['43525.75', 'number', '2019-03-01'],
  ['43525', 'text', undefined],
  ['2019-02-29', 'text', undefined],
  ['3/1/2019', 'text', undefined],
] as const)('reads the day %s, a %s, as %s', (text, kind, day) => {
  expect(dayOfCell({ text, kind })).toBe(day);
});

it('finds the columns by their headings in any order, and wants two of them once', () => {
  expect(readHeading(importTemplate[0] ?? [])).toMatchObject({ name: 0, idNumber: 1, doctor: 14 });
  expect(readHeading(['备注', '身份证号*', ' 姓 名 '])).toEqual({ name: 2, idNumber: 1 });
  expect(readHeading(['姓名'])).toBeNull();
  expect(readHeading(['姓名', '身份证号', '电话', '电话'])).toBeNull();
});
