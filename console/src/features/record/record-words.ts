import type { HealthRecord } from '@linkang/shared/api/record.routes';
import { sayEntry, sectionOf, type EntryKind, type FormSection } from '@linkang/shared/domain/record-form';
import { recordForm } from '@linkang/shared/domain/tables/record-form';

/** Groups by code. */
export const tagNames = new Map<string, string>(recordForm.tags.map(({ code, name }) => [code, name]));

/** Why records are closed, by code. */
export const closingNames = new Map<string, string>(recordForm.closings.map(({ code, name }) => [code, name]));

/** Groups as choices. */
export const tagOptions = recordForm.tags.map(({ code, name }) => ({ value: code, label: name }));

/** Reasons of closing as choices. */
export const closingOptions = recordForm.closings.map(({ code, name }) => ({ value: code, label: name }));

/** What the record is about, and what happened to the person. */
export const BASIC_KINDS: readonly EntryKind[] = ['basics', 'disability', 'living'];

/** The parts that the record shows to the caller, of one tab. */
export const sectionsOf = ({ kinds }: HealthRecord, isBasic: boolean): FormSection[] =>
  kinds.filter((kind) => BASIC_KINDS.includes(kind) === isBasic).map((kind) => sectionOf(recordForm, kind));

/** What one part of a record says; undefined before anybody wrote it. */
export function linesOf(record: HealthRecord, section: FormSection): { name: string; text: string }[] | undefined {
  const entry = record.entries.find(({ kind }) => kind === section.kind);
  return entry && sayEntry(section, entry);
}
