import type { FollowUp, FollowUpPart } from '@linkang/shared/api/followup.routes';

/** What of a visit people know by themselves; the rest is told at the centre. */
const told: readonly { fields: readonly string[]; name: string; unit: string }[] = [
  { fields: ['sbp', 'dbp'], name: '血压', unit: '毫米汞柱' },
  { fields: ['fpg'], name: '空腹血糖', unit: '毫摩尔/升' },
  { fields: ['ldl'], name: '坏胆固醇', unit: '毫摩尔/升' },
  { fields: ['weight'], name: '体重', unit: '公斤' },
];

/** The results of a programme's part, as `血压 128/78 毫米汞柱`. */
export const sayResults = ({ values }: FollowUpPart): string[] =>
  told.flatMap(({ fields, name, unit }) => {
    const measured = fields.map((field) => values[field]);
    return measured.every((value) => typeof value === 'number') ? [`${name} ${measured.join('/')} ${unit}`] : [];
  });

/** The last visit with a programme, and what was found. */
export function lastOf(
  visits: readonly FollowUp[],
  programme: string,
): { day: string; part: FollowUpPart } | undefined {
  for (const { day, parts } of visits) {
    const part = parts.find((row) => row.programme === programme);
    if (part) return { day, part };
  }
  return undefined;
}
