import type { Guardianship } from '@linkang/shared/api/guardian.routes';
import type { GuardianRelationship } from '@linkang/shared/domain/guardianship';
import type { Tone } from '@/components/tag';

/** What a guardian is to a child. */
export const GUARDIANS: readonly { value: GuardianRelationship; title: string }[] = [
  { value: 'mother', title: '妈妈' },
  { value: 'father', title: '爸爸' },
  { value: 'guardian', title: '其他监护人' },
];

/** The same in one word. */
export const guardianWord = (relationship: GuardianRelationship): string =>
  GUARDIANS.find(({ value }) => value === relationship)?.title ?? '';

const STATES: Record<Guardianship['status'], { tone: Tone; word: string }> = {
  proposed: { tone: 'wait', word: '等他同意' },
  active: { tone: 'good', word: '监护人' },
  declined: { tone: 'bad', word: '对方没有同意' },
  ended: { tone: 'plain', word: '已停止' },
};

/** The state of a guardian, as the others see it. */
export const guardianState = (status: Guardianship['status']): { tone: Tone; word: string } => STATES[status];
