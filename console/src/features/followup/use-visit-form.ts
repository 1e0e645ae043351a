import type { FollowUp, FollowupRoutes, Medicine } from '@linkang/shared/api/followup.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { assessFollowUp, type FollowUpAssessment, type FormValues } from '@linkang/shared/domain/chronic-follow-up';
import type { Programme, ProgrammeCode } from '@linkang/shared/domain/chronic-table';
import { addDays } from '@linkang/shared/domain/clinic-day';
import type { FieldRule, FieldValue } from '@linkang/shared/domain/field-rules';
import {
  confirmClass,
  isSharedField,
  programmeCodes,
  type ConfirmedClass,
  type VisitWay,
} from '@linkang/shared/domain/follow-up-visit';
import { chronicProgrammes } from '@linkang/shared/domain/tables/chronic-all';
import { useState } from 'react';
import { todayDay } from '../../components/words';

type Seen = CallReply<FollowupRoutes['ofResident']>;

/** One programme's part as it is being filled in. */
export interface Draft {
  values: Record<string, FieldValue>;
  /** Another class than the table's, with the reason. */
  class?: string;
  reason: string;
  /** Another day than the latest. */
  nextDay?: string;
}

/** One programme's part with what the table says of it now. */
export interface LivePart {
  programme: Programme & { code: ProgrammeCode };
  draft: Draft;
  assessment: FollowUpAssessment;
  chosen: ConfirmedClass | undefined;
  /** Its own fields; those that an earlier part has already are entered there. */
  fields: readonly FieldRule[];
}

/** Everything of the form. */
export interface VisitDraft {
  day: string;
  way: VisitWay;
  drafts: Partial<Record<ProgrammeCode, Draft>>;
  medicines: Medicine[];
}

/** The medicines stand in a list of their own, the way above all parts. */
const elsewhere = ['way', 'medicines'];

function emptyDraft(seen: Seen, amended: FollowUp | null): VisitDraft {
  if (amended) {
    const drafts = amended.parts.map(({ programme, values, nextDay }) => {
      const { way: _way, ...own } = values;
      return [programme, { values: own, reason: '', nextDay }] as const;
    });
    return {
      day: amended.day,
      way: amended.way,
      drafts: Object.fromEntries(drafts),
      medicines: amended.medicines,
    };
  }
  const mine = seen.enrolments.filter(({ status, kind }) => status !== 'ended' && kind === 'managed');
  const inOrder = programmeCodes.filter((code) => mine.some(({ programme }) => programme === code));
  return {
    day: todayDay(),
    way: 'clinic',
    drafts: Object.fromEntries(inOrder.map((code) => [code, { values: {}, reason: '' }])),
    // What was taken the last time is taken most of the times.
    medicines: seen.visits[0]?.medicines ?? [],
  };
}

const earlierOf = (seen: Seen, code: ProgrammeCode) =>
  seen.visits.flatMap(({ day, parts }) => {
    const part = parts.find(({ programme }) => programme === code);
    return part ? [{ day, class: part.class, values: part.values as FormValues }] : [];
  });

function liveParts(seen: Seen, { drafts, day, way }: VisitDraft): LivePart[] {
  const shown: FieldRule[] = [];
  return programmeCodes.flatMap((code) => {
    const draft = drafts[code];
    if (!draft) return [];
    const programme = { ...chronicProgrammes[code], code };
    const fields = programme.form.filter((field) => !elsewhere.includes(field.code) && !isSharedField(field, shown));
    shown.push(...fields);
    const assessment = assessFollowUp(programme, {
      values: { ...draft.values, way },
      birthDay: seen.person.birthDay,
      day,
      earlier: earlierOf(seen, code),
    });
    return [
      { programme, draft, assessment, chosen: confirmClass(programme, assessment.decision, draft.class), fields },
    ];
  });
}

function withValue(
  drafts: VisitDraft['drafts'],
  field: FieldRule,
  value: FieldValue | undefined,
): VisitDraft['drafts'] {
  const next = Object.entries(drafts).map(([code, draft]) => {
    if (!isSharedField(field, chronicProgrammes[code as ProgrammeCode].form)) return [code, draft];
    const { [field.code]: _before, ...values } = draft.values;
    return [code, { ...draft, values: value === undefined ? values : { ...values, [field.code]: value } }];
  });
  return Object.fromEntries(next) as VisitDraft['drafts'];
}

/** The form of a visit: what was entered, and at every key what the tables say of it. */
export function useVisitForm(seen: Seen, amended: FollowUp | null) {
  const [draft, setDraft] = useState(() => emptyDraft(seen, amended));
  const parts = liveParts(seen, draft);
  return {
    draft,
    parts,
    setDay: (day: string) => setDraft((now) => ({ ...now, day })),
    setWay: (way: VisitWay) => setDraft((now) => ({ ...now, way })),
    setMedicines: (medicines: Medicine[]) => setDraft((now) => ({ ...now, medicines })),
    setValue: (field: FieldRule, value: FieldValue | undefined) =>
      setDraft((now) => ({ ...now, drafts: withValue(now.drafts, field, value) })),
    setPart: (code: ProgrammeCode, change: Partial<Draft>) =>
      setDraft((now) => {
        const before = now.drafts[code];
        return before ? { ...now, drafts: { ...now.drafts, [code]: { ...before, ...change } } } : now;
      }),
    leaveOut: (code: ProgrammeCode) =>
      setDraft((now) => {
        const { [code]: _left, ...drafts } = now.drafts;
        return { ...now, drafts };
      }),
  };
}

/** The forms as they are sent. */
export const formsOf = (parts: readonly LivePart[], day: string) =>
  parts.map(({ programme, draft, chosen }) => ({
    programme: programme.code,
    values: draft.values as Record<string, number | boolean | string | string[]>,
    ...(draft.class !== undefined && chosen?.isOther ? { class: draft.class, reason: draft.reason } : {}),
    // A day that the class of now does not allow any more gives way to the latest one.
    ...(draft.nextDay !== undefined && chosen && draft.nextDay <= addDays(day, chosen.nextDueDays)
      ? { nextDay: draft.nextDay }
      : {}),
  }));
