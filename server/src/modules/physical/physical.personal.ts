import { judgeReport } from '@linkang/shared/domain/exam-report';
import { sayExamValue } from '@linkang/shared/domain/exam-words';
import { physicalItems } from '@linkang/shared/domain/tables/physical-items';
import type { Deps } from '../../platform/deps';
import type { AccountPerson, MergePart, PersonalSection, PersonalStore } from '../../platform/module';
import { openRelease } from './physical.content';
import { itemOf } from './physical.examining';
import { countPhysicalsOf, deletePhysicalsOf, movePhysicals } from './physical.model';
import { deleteReleasesOf, findReleasesOf, moveReleases, type ReleaseRow } from './release.model';

/** Check-ups with their reports; part of the record of the practice, and kept as long as the visits. */
export const physicalStore: PersonalStore = {
  key: 'visits',
  collections: ['physicals', 'physicalReleases'],
  count: (_, { residentId }) => countPhysicalsOf(residentId),
  async erase(_, { residentId }) {
    await deleteReleasesOf(residentId);
    await deletePhysicalsOf(residentId);
  },
};

/** Every value of a report in words, with what was said of it. */
function rowsOf({ keyring }: Deps, release: ReleaseRow): PersonalSection['rows'] {
  const { entries, person, review, refused } = openRelease(keyring, release);
  const report = judgeReport(physicalItems, entries, person);
  const values = new Map([
    ...entries.map(({ code, value }) => [code, value] as const),
    ...Object.entries(report.computed),
  ]);
  const { day } = release;
  const judged = report.judgements.flatMap(({ code, sentence }) => {
    const [item, value] = [itemOf(code), values.get(code)];
    if (!item || value === undefined) return [];
    return [{ day, item: item.plain, value: sayExamValue(item, value), unit: item.unit, sentence }];
  });
  const told = [
    ...refused.map(({ code, reason }) => [itemOf(code)?.plain ?? code, `没有做：${reason}`] as const),
    ['医生小结', review.summary] as const,
    ['医生建议', review.guidance] as const,
  ];
  return [...judged, ...told.map(([item, sentence]) => ({ day, item, value: '', unit: '', sentence }))];
}

/** Every released report. */
export async function physicalData(deps: Deps, { residentId }: AccountPerson): Promise<PersonalSection[]> {
  const releases = await findReleasesOf(residentId);
  return [
    {
      key: 'physicals',
      title: '我的体检报告',
      labels: { day: '体检日期', item: '项目', value: '结果', unit: '单位', sentence: '说明' },
      rows: releases.flatMap((release) => rowsOf(deps, release)),
    },
  ];
}

/** Check-ups go over; the second one of a year stays beside the first. */
export const physicalMerging: MergePart = {
  async move(_, { stayId, awayId }) {
    await movePhysicals(awayId, stayId);
    await moveReleases(awayId, stayId);
    return [];
  },
  count: async (residentId) => ({ name: '体检', count: await countPhysicalsOf(residentId) }),
};
