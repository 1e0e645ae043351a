import { maskIdNumber, maskPhone } from '@linkang/shared/domain/masking';
import { streetOf } from '@linkang/shared/domain/export-rules';
import type { Deps } from '../../platform/deps';
import { communityNames } from '../centre';
import { findRegistered, findResidentsById, type ResidentDocument } from './resident.model';
import { openField, openName } from './resident.sealing';

/** A person in a file: what is masked in files is masked here. */
export interface ListedResident {
  id: string;
  name: string;
  idNumberMasked: string;
  phoneMasked: string;
  birthYear: string;
  sex: 'male' | 'female';
  /** Community and street. */
  address: string;
  createdAt: Date;
}

async function present({ keyring }: Deps, rows: readonly ResidentDocument[]): Promise<ListedResident[]> {
  const names = await communityNames([...new Set(rows.flatMap((row) => row.communityId ?? []))]);
  return rows.map((row) => ({
    id: row._id,
    name: openName(keyring, row),
    idNumberMasked: maskIdNumber(openField(keyring, row, 'idNumber')),
    phoneMasked: row.phone === null ? '' : maskPhone(openField(keyring, row, 'phone')),
    birthYear: row.birthDay.slice(0, 4),
    sex: row.sex,
    address: [
      names.get(row.communityId ?? '') ?? '',
      row.addressDetail === null ? '' : streetOf(openField(keyring, row, 'addressDetail')),
    ].join(''),
    createdAt: row.createdAt,
  }));
}

/** People registered in a time, for a file; authorise before. */
export const listRegistered = async (deps: Deps, from: Date, before: Date, limit: number): Promise<ListedResident[]> =>
  present(deps, await findRegistered(from, before, limit));

/** People by id, for a file; authorise before. */
export const listPeople = async (deps: Deps, ids: readonly string[]): Promise<Map<string, ListedResident>> =>
  new Map((await present(deps, await findResidentsById(ids))).map((person) => [person.id, person]));
