import type { Correction, ListedCorrection } from '@linkang/shared/api/correction.routes';
import { maskName } from '@linkang/shared/domain/masking';
import type { Keyring } from '../../platform/keyring';
import { answerPlace, type AnswerRow } from './answer.model';
import { correctionPlace, type CorrectionRow } from './correction.model';

/** What the presenting of requests needs besides their rows. */
export interface CorrectionContext {
  keyring: Keyring;
  answers: readonly AnswerRow[];
  /** Names of staff by id. */
  staff: ReadonlyMap<string, string>;
}

/** A request in full, with every answer. */
export function presentCorrection(row: CorrectionRow, { keyring, answers, staff }: CorrectionContext): Correction {
  const open = (field: 'says' | 'right' | 'reason'): string =>
    keyring.decrypt(row[field], correctionPlace(field, row._id));
  return {
    id: row._id,
    residentId: row.residentId,
    field: row.field,
    says: open('says'),
    right: open('right'),
    reason: open('reason'),
    status: row.status,
    askedAt: row.askedAt.toISOString(),
    dueDay: row.dueDay,
    answers: answers
      .filter((answer) => answer.correctionId === row._id)
      .map(({ _id, at, by, outcome, words }) => ({
        at: at.toISOString(),
        byName: staff.get(by) ?? '',
        outcome,
        words: keyring.decrypt(words, answerPlace(_id)),
      })),
    rev: row.rev,
  };
}

/** A request in the list of staff. */
export const presentListed = (row: CorrectionRow, name: string, today: string): ListedCorrection => ({
  id: row._id,
  field: row.field,
  status: row.status,
  askedAt: row.askedAt.toISOString(),
  dueDay: row.dueDay,
  residentName: maskName(name),
  overdue: row.open === true && row.dueDay < today,
});
