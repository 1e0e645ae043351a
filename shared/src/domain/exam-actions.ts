import type { Confidence, ProgrammeCode } from './chronic-table';
import { addDays } from './clinic-day';
import type { Verdict } from './exam-judge';
import { higherOf, type ExamEntry, type ExamReport } from './exam-report';
import type { ExamItem, ExamPerson, ExamTable, ExamValue } from './exam-table';
import { holds, reasonsFor, type Condition, type Fact, type Facts } from './rule-table';
import { scoreSelfCare } from './self-care';

/** What a result can lead to. */
export type ActionKind =
  | 'actNow'
  | 'call'
  | 'urgentReferral'
  | 'referral'
  | 'referralCheck'
  | 'recheck'
  | 'enrol'
  | 'followUp'
  | 'homeVisit'
  | 'fullScale'
  | 'advice'
  | 'nextExam';

/** What is checked again. */
export type RecheckSubject = 'bloodPressure' | 'glucose' | 'finding' | 'risk';

/** An action as it stands in the table; `withinDays` counts from the day on which the result was known. */
export interface ActionRow {
  kind: ActionKind;
  subject?: RecheckSubject;
  programme?: ProgrammeCode;
  withinDays: number;
  /** What is to be done, for the staff. */
  say: string;
}

/** What follows which results. */
export interface ActionTable {
  reportDeadlineDays: number;
  /** Facts that are the highest number of some items, such as the pressure of the arm that counts. */
  highest: Readonly<Record<string, readonly string[]>>;
  /** The item of whose levels the fact `selfCareScore` is made. */
  selfCareItem: string;
  /** Facts that are true when an item is not normal. */
  positives: Readonly<Record<string, string>>;
  /** Items whose high value or finding has rules of its own and is no unclear finding. */
  ownRules: readonly string[];
  /** Items whose high value is a risk factor and no finding. */
  riskItems: readonly string[];
  /** For how many days back, this one included, the days with values beyond a line count. */
  lookBackDays: Readonly<Record<'elevatedBpDays' | 'elevatedFpgDays', number>>;
  /** What is measured again for a subject: items that are entered together, by group. */
  recheckItems: Readonly<Partial<Record<RecheckSubject, readonly (readonly string[])[]>>>;
  rules: readonly {
    id: string;
    when: Condition;
    actions: readonly ActionRow[];
    source: string;
    confidence: Confidence;
  }[];
}

/** A proposed action with the rule and the values that fired it; a doctor confirms it. */
export interface ExamAction extends Omit<ActionRow, 'withinDays'> {
  ruleId: string;
  dueDay: string;
  /** Items and values that fired the rule; empty for what everybody gets. */
  causes: readonly { code: string; value: ExamValue }[];
  confidence: Confidence;
}

/** What actions depend on besides the values. */
export interface ActionContext {
  /** The day on which the result was known. */
  day: string;
  /** The person is still in the house: act before they leave. Otherwise they are telephoned the same day. */
  isPersonPresent: boolean;
  /** Programmes in which the person already is. */
  enrolled: readonly ProgrammeCode[];
  /** Different days within four weeks, this one included, with a pressure from 140/90 on without drugs. */
  elevatedBpDays: number;
  /** Different days, this one included, with a fasting glucose from 7.0 on. */
  elevatedFpgDays: number;
  /** Items that the doctor marked as beyond what the centre can do. */
  beyondAbility: readonly string[];
}

type Cause = { code: string; value: ExamValue };

/** One fact that rules ask for, with the values it was made of. */
type KnownFact = readonly [field: string, fact: Fact, causes: readonly Cause[]];

/** What was examined, as rules look at it. */
interface Examined {
  rules: ActionTable;
  table: ExamTable;
  report: ExamReport;
  values: ReadonlyMap<string, ExamValue>;
  person: ExamPerson;
  context: ActionContext;
}

const hasRisk = (item: ExamItem, value: ExamValue | undefined): boolean => {
  if (value === undefined || typeof value === 'number') return false;
  const chosen = typeof value === 'string' ? [value] : 'chosen' in value ? [value.chosen].flat() : [];
  return chosen.some((option) => typeof option === 'string' && item.riskOptions?.includes(option));
};

const causesOf = ({ values }: Examined, codes: readonly string[]): Cause[] =>
  codes.flatMap((code) => {
    const value = values.get(code);
    return value === undefined ? [] : [{ code, value }];
  });

function highest(examined: Examined, field: string, codes: readonly string[]): KnownFact[] {
  const numbers = causesOf(examined, codes).flatMap(({ code, value }) =>
    typeof value === 'number' ? [{ code, value }] : [],
  );
  const best = higherOf(numbers);
  return best ? [[field, best.value, [best]]] : [];
}

const codesWith = ({ report }: Examined, verdict: Verdict): string[] =>
  report.judgements.filter((row) => row.verdict === verdict).map(({ code }) => code);

function countFacts(examined: Examined): KnownFact[] {
  const { rules, report, table, values, context } = examined;
  const abnormal = codesWith(examined, 'abnormal');
  const low = report.judgements.filter(({ direction }) => direction === 'low').map(({ code }) => code);
  const named = [...rules.ownRules, ...rules.riskItems];
  const habits = table.items.filter((item) => hasRisk(item, values.get(item.code))).map(({ code }) => code);
  const counted = {
    criticalCount: codesWith(examined, 'critical'),
    unclearCount: abnormal.filter((code) => low.includes(code) || !named.includes(code)),
    riskCount: [...abnormal.filter((code) => rules.riskItems.includes(code) && !low.includes(code)), ...habits],
    beyondAbilityCount: context.beyondAbility.filter((code) => values.has(code)),
  };
  return Object.entries(counted).map(([field, codes]) => [field, codes.length, causesOf(examined, codes)]);
}

function assessmentFacts(examined: Examined): KnownFact[] {
  const { selfCareItem, positives } = examined.rules;
  const abnormal = codesWith(examined, 'abnormal');
  const levels = examined.values.get(selfCareItem);
  const selfCare = levels === undefined ? undefined : scoreSelfCare(levels as Readonly<Record<string, string>>);
  const score: KnownFact[] = selfCare ? [['selfCareScore', selfCare.total, causesOf(examined, [selfCareItem])]] : [];
  const found = Object.entries(positives).map(([field, code]): KnownFact => [
    field,
    abnormal.includes(code),
    causesOf(examined, [code]),
  ]);
  return [...score, ...found];
}

function personFacts({ person, context }: Examined): KnownFact[] {
  const programmes = (['HTN', 'T2DM'] as const).flatMap((code): KnownFact[] => [
    [`known${code}`, person.known.includes(code), []],
    [`enrolled${code}`, context.enrolled.includes(code), []],
  ]);
  return [
    ...programmes,
    ['elevatedBpDays', context.elevatedBpDays, []],
    ['elevatedFpgDays', context.elevatedFpgDays, []],
    ['personPresent', context.isPersonPresent, []],
  ];
}

/** Every fact of an examination. */
const gather = (examined: Examined): KnownFact[] => [
  ...Object.entries(examined.rules.highest).flatMap(([field, codes]) => highest(examined, field, codes)),
  ...countFacts(examined),
  ...assessmentFacts(examined),
  ...personFacts(examined),
];

/** The values behind the reasons of a rule, each item once. */
function causesOfRule(when: Condition, facts: Facts, origins: ReadonlyMap<string, readonly Cause[]>): Cause[] {
  const causes = reasonsFor(when, facts).flatMap(({ isTrue, field }) => (isTrue ? (origins.get(field) ?? []) : []));
  return causes.filter((row, index) => causes.findIndex(({ code }) => code === row.code) === index);
}

/**
 * What a judged physical leads to, as proposals: each with its rule, the values that fired it, and the last day.
 * @param examined `report` made of the same `entries` by `judgeReport`; values with faults lead to nothing
 * @see 国家基本公共卫生服务规范（第三版）2017 老年人健康管理; 医疗质量安全核心制度要点 2018 危急值报告制度
 */
export function actionsAfter(
  rules: ActionTable,
  table: ExamTable,
  examined: { report: ExamReport; entries: readonly ExamEntry[]; person: ExamPerson; context: ActionContext },
): ExamAction[] {
  const { report, entries, person, context } = examined;
  const judged = new Set(report.judgements.map(({ code }) => code));
  const values = new Map<string, ExamValue>([
    ...entries.filter(({ code }) => judged.has(code)).map(({ code, value }) => [code, value] as const),
    ...Object.entries(report.computed),
  ]);
  const known = gather({ rules, table, report, values, person, context });
  const facts: Facts = Object.fromEntries(known.map(([field, fact]) => [field, fact]));
  const origins = new Map(known.map(([field, , causes]) => [field, causes]));
  return rules.rules
    .filter(({ when }) => holds(when, facts))
    .flatMap(({ id, when, actions, confidence }) => {
      const causes = causesOfRule(when, facts, origins);
      const dueDay = (withinDays: number): string => addDays(context.day, withinDays);
      return actions.map(({ withinDays, ...row }) => ({
        ...row,
        ruleId: id,
        dueDay: dueDay(withinDays),
        causes,
        confidence,
      }));
    });
}
