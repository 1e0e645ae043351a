import { correctionFields } from '@linkang/shared/domain/correction-fields';
import type { Deps } from '../../platform/deps';
import type { AccountPerson, MergePart, Obstacle, PersonalSection, PersonalStore } from '../../platform/module';
import { deleteAnswers } from './answer.model';
import { presentAll } from './correction.asking';
import {
  countCorrectionsOf,
  deleteCorrectionsOf,
  findAskedTwice,
  findCorrectionsOf,
  moveCorrections,
} from './correction.model';

/** The requests of a person with their answers; kept as long as the identity that they are about. */
export const correctionStore: PersonalStore = {
  key: 'identity',
  collections: ['corrections', 'correctionAnswers'],
  count: (_, { residentId }) => countCorrectionsOf(residentId),
  async erase(_, { residentId }) {
    // The answers first: a request that is still there leads to them.
    await deleteAnswers((await findCorrectionsOf(residentId)).map((row) => row._id));
    await deleteCorrectionsOf(residentId);
  },
};

/** Every request, with how it was answered. */
export async function correctionData(deps: Deps, { residentId }: AccountPerson): Promise<PersonalSection[]> {
  const corrections = await presentAll(deps, await findCorrectionsOf(residentId));
  return [
    {
      key: 'corrections',
      title: '我申请过的更正',
      labels: {
        field: '哪一项',
        says: '原来',
        right: '改成',
        reason: '原因',
        status: '结果',
        askedAt: '时间',
        words: '答复',
      },
      rows: corrections.map(({ field, says, right, reason, status, askedAt, answers }) => ({
        field: correctionFields[field],
        says,
        right,
        reason,
        status,
        askedAt,
        words: answers.map((answer) => answer.words).join('；'),
      })),
    },
  ];
}

const asObstacle = (field: keyof typeof correctionFields): Obstacle => ({
  cause: 'correction',
  about: correctionFields[field],
});

/** Requests go over; of two for the same field staff answer one first. */
export const correctionMerging: MergePart = {
  obstacles: async (_, { stayId, awayId }) => (await findAskedTwice(stayId, awayId)).map(asObstacle),
  move: async (_, { stayId, awayId }) => (await moveCorrections(awayId, stayId)).map(asObstacle),
};
