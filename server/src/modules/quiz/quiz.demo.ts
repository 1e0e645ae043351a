import { dayOf } from '@linkang/shared/domain/clinic-day';
import type { Deps } from '../../platform/deps';
import { putContest } from './contest.model';
import { listRows, releaseRow } from './question.model';
import { putNational } from './question.service';

/** Questions that the doctor of the demo has released. */
const RELEASED = 24;

/** A bank with released questions, and a contest that is going on. */
export async function createDemoQuiz({ clock }: Deps, doctorId: string): Promise<void> {
  const now = clock.now();
  await putNational(now);
  for (const { _id, rev } of await listRows('proposed', undefined, RELEASED))
    await releaseRow(_id, rev, { releasedBy: doctorId, releasedAt: now });
  await putContest({
    _id: 'demo-contest',
    ...{ name: '桂花里社区健康知识竞赛', day: dayOf(now), state: 'open', rounds: 0 },
    ...{ createdAt: now, createdBy: doctorId, rev: 0 },
  });
}
