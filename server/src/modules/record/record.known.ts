import { diseasesIn, sectionOf, type KnownDisease } from '@linkang/shared/domain/record-form';
import { recordForm } from '@linkang/shared/domain/tables/record-form';
import { processKeyring } from '../../platform/keyring';
import { findVersionsOfAll, type EntryRow } from './entry.model';
import { currentOf, openEntry } from './record.content';
import { findRecordsOf, type RecordRow } from './record.model';

/** What counts of a person's illnesses; until two records that became one were compared, what either says. */
function counting(record: RecordRow, versions: readonly EntryRow[]): EntryRow[] {
  const current = currentOf(record._id, versions);
  const others = record.review?.includes('illnesses') ? [...new Set(versions.map(({ recordId }) => recordId))] : [];
  const newest = others.flatMap((recordId) =>
    versions
      .filter((row) => row.recordId === recordId)
      .sort((a, b) => b.version - a.version)
      .slice(0, 1),
  );
  return [...new Set([...(current ? [current] : []), ...newest])];
}

/** Which diseases of a programme stand among people's past illnesses; who has none is missing. Authorise before. */
export async function findKnownDiseases(
  residentIds: readonly string[],
): Promise<ReadonlyMap<string, readonly KnownDisease[]>> {
  if (residentIds.length === 0) return new Map();
  const [records, versions] = await Promise.all([
    findRecordsOf(residentIds),
    findVersionsOfAll(residentIds, 'illnesses'),
  ]);
  const section = sectionOf(recordForm, 'illnesses');
  const known = records.map((record) => {
    const own = counting(
      record,
      versions.filter(({ residentId }) => residentId === record.residentId),
    );
    const diseases = own.flatMap((row) => diseasesIn(section, openEntry(processKeyring(), row).content));
    return [record.residentId, [...new Set(diseases)]] as const;
  });
  return new Map(known.filter(([, diseases]) => diseases.length > 0));
}
