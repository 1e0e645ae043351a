import type { Medicine } from '@linkang/shared/api/followup.routes';
import type { ProgrammeCode } from '@linkang/shared/domain/chronic-table';
import type { FieldValue } from '@linkang/shared/domain/field-rules';
import type { Keyring, Sealed } from '../../platform/keyring';

/** What was found in a visit for one programme. */
export interface PartContent {
  programme: ProgrammeCode;
  values: Record<string, FieldValue>;
  class: string;
  className: string;
  ruleId: string;
  /** Why the table came to its class, in words. */
  sentence: string;
  /** Why the doctor chose another one. */
  reason?: string;
  action: string;
  resident: string;
  referral: boolean;
  urgent: boolean;
}

/** Everything of a visit that is sealed. */
export interface VisitContent {
  parts: PartContent[];
  medicines: Medicine[];
}

/** Seals the content of a visit at its place. */
export const sealContent = (keyring: Keyring, content: VisitContent, place: string): Sealed =>
  keyring.encrypt(JSON.stringify(content), place);

/** Opens the content of a visit or of an earlier version. */
export const openContent = (keyring: Keyring, content: Sealed, place: string): VisitContent =>
  JSON.parse(keyring.decrypt(content, place)) as VisitContent;
