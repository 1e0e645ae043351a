import { sayEntry, sectionOf } from '@linkang/shared/domain/record-form';
import { recordForm } from '@linkang/shared/domain/tables/record-form';
import type { Deps } from '../../platform/deps';
import type { AccountPerson, MergePart, PersonalSection, PersonalStore } from '../../platform/module';
import { countEntriesOf, deleteEntriesOf, findKindsIn, findVersions, moveEntries } from './entry.model';
import { openEntry } from './record.content';
import { deleteRecordsOf, giveRecords, takeIn, yieldRecord } from './record.listed.model';
import { findEveryRecordOf, findRecordOf, type RecordRow } from './record.model';
import { deleteStatesOf, findStates, moveStates, statePlace } from './state.model';

/** The health record of a person with all that was ever written in it. */
export const recordStore: PersonalStore = {
  key: 'visits',
  collections: ['records', 'recordEntries', 'recordStates'],
  count: async (_, { residentId }) => (await findEveryRecordOf(residentId)).length + (await countEntriesOf(residentId)),
  async erase(_, { residentId }) {
    await deleteEntriesOf(residentId);
    await deleteStatesOf(residentId);
    await deleteRecordsOf(residentId);
  },
};

const names = new Map(recordForm.closings.map(({ code, name }) => [code, name]));
const tagNames = new Map(recordForm.tags.map(({ code, name }) => [code, name]));

async function ownRecords({ keyring }: Deps, residentId: string): Promise<PersonalSection> {
  const [records, states] = await Promise.all([findEveryRecordOf(residentId), findStates(residentId)]);
  return {
    key: 'records',
    title: '我的健康档案',
    labels: {
      number: '档案编号',
      openedDay: '建档日期',
      status: '状态',
      closing: '终止原因',
      words: '说明',
      tags: '人群',
    },
    rows: records.map(({ _id, number, openedDay, status, closing, tags }) => ({
      number,
      openedDay,
      status: status === 'open' ? '使用中' : '已终止',
      closing: closing ? `${names.get(closing.reason) ?? ''}，${closing.day}` : '',
      words: states
        .filter(({ recordId }) => recordId === _id)
        .map((state) => keyring.decrypt(state.words, statePlace(state._id)))
        .join('；'),
      tags: tags.map((tag) => tagNames.get(tag) ?? tag).join('、'),
    })),
  };
}

async function ownEntries({ keyring }: Deps, residentId: string): Promise<PersonalSection> {
  const kinds = recordForm.sections.map(({ kind }) => kind);
  const versions = await findVersions(residentId, kinds);
  return {
    key: 'recordEntries',
    title: '健康档案里写过的内容',
    labels: { part: '哪一项', says: '内容', day: '日期', version: '第几版' },
    rows: versions.map((row) => {
      const section = sectionOf(recordForm, row.kind);
      const lines = sayEntry(section, openEntry(keyring, row).content);
      return {
        part: section.plain,
        says: lines.map(({ name, text }) => (name ? `${name}：${text}` : text)).join('；'),
        day: row.day,
        version: row.version,
      };
    }),
  };
}

/** The record with every version, in words. */
export const recordData = async (deps: Deps, { residentId }: AccountPerson): Promise<PersonalSection[]> => [
  await ownRecords(deps, residentId),
  await ownEntries(deps, residentId),
];

/** The record that goes becomes a part of the one that stays; parts that both have are marked for a second look. */
async function join(stay: RecordRow, away: RecordRow): Promise<void> {
  const [inStay, inAway] = await Promise.all([findKindsIn(stay._id), findKindsIn(away._id)]);
  await takeIn(
    stay,
    away,
    inAway.filter((kind) => inStay.includes(kind)),
  );
  await yieldRecord(away._id, stay.residentId);
}

async function moveRecords(stayId: string, awayId: string): Promise<void> {
  const [stay, away] = await Promise.all([findRecordOf(stayId), findRecordOf(awayId)]);
  if (stay && away) await join(stay, away);
  // What became a part of the other record before goes along.
  if (!(await giveRecords(awayId, stayId))) return moveRecords(stayId, awayId);
}

/** Both histories stay: nothing that was signed is changed, and what differs is shown to the next doctor. */
export const recordMerging: MergePart = {
  async move(_, { stayId, awayId }) {
    await moveRecords(stayId, awayId);
    await moveEntries(awayId, stayId);
    await moveStates(awayId, stayId);
    return [];
  },
  count: async (residentId) => ({ name: '健康档案', count: (await findEveryRecordOf(residentId)).length }),
};
