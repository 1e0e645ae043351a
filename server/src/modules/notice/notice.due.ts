import type { NextItem } from '@linkang/shared/api/notice.routes';
import { dueStatusOf } from '@linkang/shared/domain/chronic-due';
import { sayDay, yearOf } from '@linkang/shared/domain/clinic-day';
import { programmeWords, stepOf } from '@linkang/shared/domain/task-words';
import { findDueFollowUps } from '../followup';
import { findOpenTasksOf } from '../task';

/** Things of one kind that the home page shows at most. */
const MAX_DUE = 3;

const sayUntil = (day: string, today: string): string =>
  day < today ? `${sayDay(day, yearOf(today))}前该来的，请尽快来` : `请在${sayDay(day, yearOf(today))}前来`;

async function dueFollowUps(residentId: string, today: string): Promise<NextItem[]> {
  const due = await findDueFollowUps(residentId, today);
  return due.slice(0, MAX_DUE).map(({ id, programme, day, status }) => ({
    kind: 'followUpDue',
    title: `${programmeWords[programme]}随访到时间了`,
    detail: status === 'lost' ? '打不通您的电话，请打电话告诉我们新号码' : sayUntil(day, today),
    day,
    startTime: null,
    targetId: id,
  }));
}

async function dueRechecks(residentId: string, today: string): Promise<NextItem[]> {
  const open = await findOpenTasksOf([residentId]);
  const due = open.filter(
    ({ kind, dueDay }) => kind === 'recheck' && dueStatusOf({ dueDay, failedAttempts: [] }, today) !== 'upcoming',
  );
  return due.slice(0, MAX_DUE).flatMap((task) => {
    const step = stepOf(task);
    return step
      ? [
          {
            kind: 'recheckDue' as const,
            title: step.title,
            detail: sayUntil(task.dueDay, today),
            day: task.dueDay,
            startTime: null,
            targetId: task._id,
          },
        ]
      : [];
  });
}

/** The follow-ups and rechecks of a person that are due this week, or whose day is over; the earliest day first. */
export async function listDue(residentId: string, today: string): Promise<NextItem[]> {
  const [followUps, rechecks] = await Promise.all([dueFollowUps(residentId, today), dueRechecks(residentId, today)]);
  return [...followUps, ...rechecks].sort((a, b) => (a.day ?? '').localeCompare(b.day ?? ''));
}
