import type { ImportWords } from '@linkang/shared/domain/import-row';
import type { FieldRule } from '@linkang/shared/domain/field-rules';
import { sectionOf, type EntryKind } from '@linkang/shared/domain/record-form';
import { recordForm } from '@linkang/shared/domain/tables/record-form';
import { listCommunities } from '../centre';
import { findDoctorAccounts } from '../staff';
import { listTeams } from '../team';

function optionsOf(kind: EntryKind, code: string): readonly string[] {
  const { fields = [], rowFields = [] } = sectionOf(recordForm, kind);
  const field: FieldRule | undefined = [...fields, ...rowFields].find((one) => one.code === code);
  return field?.options ?? [];
}

const byName = (rows: readonly { id: string; name: string }[]): Map<string, string> =>
  new Map(rows.map(({ id, name }) => [name, id]));

/** What names in a sheet stand for, as the centre is set up now. */
export async function readWords(today: string): Promise<ImportWords> {
  const [communities, teams, doctors] = await Promise.all([listCommunities(), listTeams(), findDoctorAccounts()]);
  const doctorIds = new Map<string, string[]>();
  for (const { id, name } of doctors) doctorIds.set(name, [...(doctorIds.get(name) ?? []), id]);
  return {
    today,
    bloodTypes: optionsOf('basics', 'bloodType'),
    drugs: optionsOf('allergies', 'drugs'),
    diseases: optionsOf('illnesses', 'disease'),
    tags: new Map(recordForm.tags.map(({ code, name }) => [name, code])),
    communities: byName(communities),
    teams: byName(teams.map(({ _id, name }) => ({ id: _id, name }))),
    doctors: doctorIds,
  };
}
