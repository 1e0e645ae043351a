const labels: Record<string, string> = {
  name: '名称',
  shortName: '简称',
  address: '地址',
  phone: '电话',
  morePhones: '其他电话',
  hours: '开放时间',
  notes: '来访提示',
  location: '地图位置',
  releaseTime: '放号时间',
  releaseDaysAhead: '提前几天放号',
  quotasOpen: '预留号放开时间',
  reminders: '就诊提醒（前一天时间、提前小时）',
  summary: '说明',
  department: '科室',
  channels: '预约方式',
  enabled: '开放',
  seatTimes: '到诊时间',
  lastBookMinutesBefore: '最晚预约（分钟）',
  cancelMinutesBefore: '取消期限（分钟）',
  cancelDayBeforeTime: '取消期限（前一天）',
  minAge: '年龄下限',
  ageBasis: '年龄算法',
  oncePerYear: '一年一次',
  preparation: '来前准备',
  priceFen: '价格（分）',
  forWhom: '面向人群',
  idleMinutes: '几分钟不操作就锁上',
  emergencyMinutes: '紧急查看几分钟',
  paperPhoto: '确认代办必须有照片',
  maxPeople: '一个人最多帮几位家人',
  review: '发布前审核（required 必须，optional 可以不审）',
  otpRoles: '要用动态验证的角色',
  level: '机构类别（centre 中心，station 站）',
};

type Row = Record<string, unknown>;

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);

function sayValue(value: unknown): string {
  if (value === null || value === undefined || value === '') return '（空）';
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.length === 0 ? '（空）' : value.map(sayValue).join('、');
  return Object.values(value as Row)
    .map(sayValue)
    .join(' ');
}

const sayRow = (before: Row, after: Row, prefix: string): string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
    .map((key) => `${prefix}${labels[key] ?? key}：${sayValue(before[key])} → ${sayValue(after[key])}`);

const nameOf = (row: Row): string => String(row.name ?? row.code);

function sayList(before: readonly Row[], after: readonly Row[]): string[] {
  const added = after.filter((row) => !before.some(({ code }) => code === row.code));
  const gone = before.filter((row) => !after.some(({ code }) => code === row.code));
  const changed = after.flatMap((row) => {
    const earlier = before.find(({ code }) => code === row.code);
    return earlier ? sayRow(earlier, row, `${nameOf(row)} `) : [];
  });
  return [...added.map((row) => `添加了 ${nameOf(row)}`), ...gone.map((row) => `删除了 ${nameOf(row)}`), ...changed];
}

/** What differs between two states of a part of the set-up, one sentence each. */
export function sayChanges(before: unknown, after: unknown): string[] {
  const words =
    Array.isArray(before) && Array.isArray(after)
      ? sayList(before.filter(isRow), after.filter(isRow))
      : isRow(before) && isRow(after)
        ? sayRow(before, after, '')
        : [];
  return words.length > 0 ? words : ['内容没有变化'];
}
