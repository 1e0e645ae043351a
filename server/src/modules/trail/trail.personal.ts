import type { Deps } from '../../platform/deps';
import type { AccountPerson, PersonalSection } from '../../platform/module';
import { findAudits } from '../audit';
import { findRecordIds } from '../resident';
import { namesOf } from './trail.names';
import { presentTrail } from './trail.presenter';

/** The newest ones; the page in the mini-program goes on from there. */
const MOST = 5000;

/** Who looked at the person's record. */
export async function trailData(_: Deps, { residentId }: AccountPerson): Promise<PersonalSection[]> {
  const rows = await findAudits({ residentIds: await findRecordIds(residentId) }, undefined, MOST);
  const names = await namesOf(rows, false);
  return [
    {
      key: 'trail',
      title: '谁看过我的档案',
      labels: { at: '时间', who: '谁', words: '做了什么', result: '结果', reason: '原因' },
      rows: rows.map((row) => {
        const { at, staffName, words, result, reason } = presentTrail(row, 1, names);
        return { at, who: staffName, words, result, reason: reason ?? null };
      }),
    },
  ];
}
