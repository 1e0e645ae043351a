import type { EducationFigure, ReportRoutes } from '@linkang/shared/api/report.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { activityKindName, activityKinds } from '@linkang/shared/domain/activity-kinds';
import { addYears } from '@linkang/shared/domain/clinic-day';
import { findLedgerFigures, type LedgerLine } from '../education';
import { fileTypes, xlsxOf } from '../export';
import { findActivities } from '../lecture';

type Query = Input<ReportRoutes['education']>['query'];
type Row = EducationFigure['rows'][number];

/** What one figure is, and the rows that make it in some days. */
interface Counted {
  key: string;
  name: string;
  unit: string;
  how: string;
  rows: Row[];
  value: number;
}

const sum = (rows: readonly Row[]): number => rows.reduce((total, { value }) => total + value, 0);
const different = (rows: readonly Row[]): number => new Set(rows.map(({ targetId }) => targetId)).size;

/** Activities by kind: how many there were, and how often people came. */
async function countActivities(from: string, to: string): Promise<Counted[]> {
  const activities = await findActivities({ from, to });
  const count = (key: string, name: string, found: typeof activities): Counted[] => {
    const rows = (value: (attendance: number) => number): Row[] =>
      found.map(({ id, day, title, attendance }) => ({
        ...{ id, day, title, value: value(attendance) },
        ...{ opens: 'lecture' as const, targetId: id },
      }));
    const [held, came] = [rows(() => 1), rows((attendance) => attendance)];
    return [
      { key: `${key}.count`, name, unit: '场', how: '已归档的活动', rows: held, value: held.length },
      {
        key: `${key}.people`,
        name: `参加${name}`,
        unit: '人次',
        how: '一个人来几次算几次',
        rows: came,
        value: sum(came),
      },
    ];
  };
  return [
    ...count('all', '全部健康教育活动', activities),
    ...activityKinds.flatMap((kind) =>
      count(
        kind,
        activityKindName(kind),
        activities.filter((row) => row.kind === kind),
      ),
    ),
  ];
}

const linesOf = (lines: readonly LedgerLine[], opens: Row['opens']): Row[] =>
  lines.map(({ id, day, title, value, aboutId }) => ({ id, day, title, value, opens, targetId: aboutId }));

/** What the ledgers count. */
async function countLedgers(from: string, to: string): Promise<Counted[]> {
  const found = await findLedgerFigures(from, to);
  const handed = linesOf(found.handed, 'material');
  const shown = linesOf(found.shown, 'material');
  const boards = linesOf(found.boards, 'board');
  const changes = linesOf(found.changes, 'board');
  return [
    {
      key: 'handed.copies',
      name: '发放印刷资料',
      unit: '份',
      how: '资料台账里登记的发放',
      rows: handed,
      value: sum(handed),
    },
    {
      key: 'handed.kinds',
      name: '发放印刷资料',
      unit: '种',
      how: '发过的不同种类',
      rows: handed,
      value: different(handed),
    },
    { key: 'boards', name: '宣传栏', unit: '块', how: '这段时间里挂过的', rows: boards, value: boards.length },
    { key: 'changes', name: '宣传栏更换', unit: '次', how: '没有撤回的登记', rows: changes, value: changes.length },
    {
      key: 'shown.kinds',
      name: '播放音像资料',
      unit: '种',
      how: '放过的不同种类',
      rows: shown,
      value: different(shown),
    },
  ];
}

const countAll = async (from: string, to: string): Promise<Counted[]> => [
  ...(await countActivities(from, to)),
  ...(await countLedgers(from, to)),
];

/** Kinds of activities that are told even when there was none. */
const ALWAYS = /^(all|LECTURE|FREE_CLINIC|THEME_DAY)\./;

/** Figures of health education. They name nobody, so reading them is not audited. */
export async function readEducation({ fromDay, toDay }: Query): Promise<Reply<ReportRoutes['education']>> {
  const lastYear = { fromDay: addYears(fromDay, -1), toDay: addYears(toDay, -1) };
  const [now, before] = await Promise.all([countAll(fromDay, toDay), countAll(lastYear.fromDay, lastYear.toDay)]);
  const formerly = new Map(before.map(({ key, value }) => [key, value]));
  const items = now.map(({ value, ...figure }) => ({ ...figure, now: value, lastYear: formerly.get(figure.key) ?? 0 }));
  const isTold = ({ key, now: value, lastYear: former }: EducationFigure): boolean =>
    value > 0 || former > 0 || ALWAYS.test(key) || !/^[A-Z]/.test(key);
  return { lastYear, items: items.filter(isTold) };
}

/** The same figures as a workbook: the figures first, then the rows that make them. */
export async function educationFile(query: Query): Promise<Reply<ReportRoutes['educationFile']>> {
  const { items, lastYear } = await readEducation(query);
  const figures = items.map(({ name, unit, now, lastYear: before, how }) => [
    ...[name, unit, String(now), String(before), how],
  ]);
  const rows = items
    .filter(({ key }) => !key.startsWith('all.') && !key.endsWith('.count') && !key.endsWith('.kinds'))
    .flatMap(({ name, unit, rows: lines }) =>
      lines.map(({ day, title, value }) => [name, day, title, String(value), unit]),
    );
  const file = await xlsxOf(
    [
      [`健康教育 ${query.fromDay} 至 ${query.toDay}，去年同期 ${lastYear.fromDay} 至 ${lastYear.toDay}`],
      ['项目', '单位', '数量', '去年同期', '怎么算'],
      ...figures,
      [],
      ['项目', '日期', '明细', '数量', '单位'],
      ...rows,
    ],
    '健康教育',
  );
  return {
    fileName: `健康教育 ${query.fromDay} 至 ${query.toDay}.xlsx`,
    type: fileTypes.xlsx,
    base64: file.toString('base64'),
  };
}
