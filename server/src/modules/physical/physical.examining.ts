import { ageOn } from '@linkang/shared/domain/clinic-day';
import { isRequiredOf, judgeReport, type ExamEntry, type ExamReport } from '@linkang/shared/domain/exam-report';
import type { ExamItem, ExamPerson } from '@linkang/shared/domain/exam-table';
import { examItemOf } from '@linkang/shared/domain/exam-words';
import { physicalItems } from '@linkang/shared/domain/tables/physical-items';
import { physicalStations } from '@linkang/shared/domain/tables/physical-stations';
import type { StationProgress } from '@linkang/shared/api/physical.routes';
import type { Keyring } from '../../platform/keyring';
import { openEntries, openReview, valuesOf, type EntryContent, type ReviewContent } from './physical.content';
import type { PhysicalRow } from './physical.model';

/** Who is examined, as the rules of the record have them. */
export interface Examinee {
  sex: 'male' | 'female';
  birthDay: string;
}

/** A check-up, opened and judged. */
export interface Examination {
  person: ExamPerson;
  entries: ReadonlyMap<string, EntryContent>;
  values: ExamEntry[];
  review: ReviewContent;
  report: ExamReport;
  /** Codes of the required items that are neither there nor refused. */
  missing: string[];
}

/** A person on the day of the examination, with the diseases that change what is asked. */
export const personOn = ({ sex, birthDay }: Examinee, day: string, known: ExamPerson['known']): ExamPerson => ({
  sex,
  age: ageOn(birthDay, day),
  known,
});

type Kinds = Readonly<Record<string, 'value' | 'refused' | 'none' | undefined>>;

/** Whether nobody has to do anything about an item any more. */
function isSettled(item: ExamItem, kinds: Kinds): boolean {
  if (!item.compute) return kinds[item.code] === 'value' || kinds[item.code] === 'refused';
  const parts = [item.compute.weight, item.compute.height].map((code) => kinds[code]);
  return parts.every((kind) => kind === 'value') || parts.includes('refused');
}

const missingOf = (items: readonly ExamItem[], kinds: Kinds, person: ExamPerson): ExamItem[] =>
  items.filter((item) => isRequiredOf(item, person) && !isSettled(item, kinds));

const kindsOf = (entries: PhysicalRow['entries']): Kinds =>
  Object.fromEntries(Object.entries(entries).map(([code, { kind }]) => [code, kind]));

/** Items that are entered on the day; what another form holds is not. */
const entered = physicalItems.items.filter(({ valueType }) => valueType !== 'link');

/** How far each station is that has items, without opening a value. */
export function stationsOf(entries: PhysicalRow['entries'], person: ExamPerson): StationProgress[] {
  const kinds = kindsOf(entries);
  return physicalStations.stations.flatMap(({ code, name }) => {
    const items = entered.filter(({ station }) => station === code);
    if (items.length === 0) return [];
    const missing = missingOf(items, kinds, person);
    const begun = items.some((item) => kinds[item.code] !== undefined && kinds[item.code] !== 'none');
    const state = missing.length === 0 ? 'done' : begun ? 'begun' : 'waiting';
    return [{ code, name, state, missing: missing.filter(({ compute }) => !compute).map(({ plain }) => plain) }];
  });
}

/** Opens a check-up and judges all of it. */
export function examine(keyring: Keyring, row: PhysicalRow, examinee: Examinee): Examination {
  const entries = openEntries(keyring, row);
  const review = openReview(keyring, row);
  const person = personOn(examinee, row.day, review.known);
  const values = valuesOf(entries);
  return {
    person,
    entries,
    values,
    review,
    report: judgeReport(physicalItems, values, person),
    missing: missingOf(entered, kindsOf(row.entries), person).map(({ code }) => code),
  };
}

/** An item of the form. */
export const itemOf = (code: string): ExamItem | undefined => examItemOf(physicalItems, code);
