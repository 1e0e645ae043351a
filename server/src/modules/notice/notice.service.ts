import type { Booking } from '@linkang/shared/api/booking.routes';
import type { Contract } from '@linkang/shared/api/contract.routes';
import type { NextItem } from '@linkang/shared/api/notice.routes';
import { addDays, dayOf, sayDay, sayTime, yearOf } from '@linkang/shared/domain/clinic-day';
import { isSeniorPhysicalEligible } from '@linkang/shared/domain/senior-physical';
import { AppError } from '@linkang/shared/errors';
import { countRefused } from '../../platform/content-check';
import type { Deps } from '../../platform/deps';
import { asResident, asStaff, type RequestInfo } from '../../platform/module';
import { countUnreviewed } from '../access';
import { countDrafts } from '../article';
import { comingBookings } from '../booking';
import { countPending, latestContractOf } from '../contract';
import { countComingLectures } from '../lecture';
import { assertActsFor, findResidents } from '../resident';
import { findByKey, findDaySessions, LECTURE_SERVICE } from '../session';
import { countTasksFor } from '../task';
import { countOwedCalls } from './call.model';
import { listDue } from './notice.due';
import { countWaiting } from './notice.waiting';

/** Bookings that the home page shows at most. */
const MAX_BOOKINGS = 5;
const PHYSICAL = 'senior-physical';

const sayWhen = (booking: Booking, today: string): string => {
  const near: Record<string, string> = { [today]: '今天', [addDays(today, 1)]: '明天' };
  const day = near[booking.day] ?? sayDay(booking.day, yearOf(today));
  return `${day} ${sayTime(booking.startTime)}`;
};

const presentBooked = (booking: Booking, today: string): NextItem => ({
  kind: booking.serviceCode === LECTURE_SERVICE ? 'lecture' : 'booking',
  title: `${sayWhen(booking, today)} ${booking.lectureTitle ?? booking.serviceName}`,
  detail: `${booking.place} · ${booking.number}号`,
  day: booking.day,
  startTime: booking.startTime,
  targetId: booking.id,
});

const advice = (kind: NextItem['kind'], title: string, detail: string, targetId: string | null = null): NextItem => ({
  kind,
  title,
  detail,
  day: null,
  startTime: null,
  targetId,
});

/** The end of a contract that can be renewed now. */
function renewalAdvice({ id, status, teamName, endDay }: Contract, today: string): NextItem[] {
  const day = endDay === null ? '' : sayDay(endDay, yearOf(today));
  const title = status === 'active' ? `家庭医生签约${day}到期` : `家庭医生签约${day}到期了`;
  return [advice('contractEnding', title, `${teamName}，现在可以续签`, id)];
}

/** What the resident may want to do about the family doctor. */
function contractAdvice(contract: Contract | null, today: string): NextItem[] {
  if (contract?.can.renew) return renewalAdvice(contract, today);
  switch (contract?.status) {
    case 'active':
    case 'scheduled':
      return [];
    case 'pendingReview':
      return [
        advice('contractPending', '家庭医生签约正在审核', `${contract.teamName}，一般3个工作日内答复`, contract.id),
      ];
    case 'rejected':
      return [advice('contractRejected', '签约申请没有通过', contract.reason ?? '可以修改后重新申请', contract.id)];
    default:
      return [advice('contractMissing', '还没有签约家庭医生', '签约免费，有事先找自己的医生')];
  }
}

/** The yearly physical, as long as it is neither booked nor done this year. */
async function physicalAdvice(deps: Deps, residentId: string, birthDay: string, today: string): Promise<NextItem[]> {
  const service = deps.config.services.find((row) => row.code === PHYSICAL);
  if (!service?.ageBasis || !service.enabled) return [];
  if (!isSeniorPhysicalEligible({ birthDay, examDay: today, ageBasis: service.ageBasis })) return [];
  if (await findByKey(`Y:${residentId}:${PHYSICAL}:${yearOf(today)}`)) return [];
  return [advice('physicalDue', `${yearOf(today)}年免费体检还没有预约`, '65岁及以上每年一次，不收费')];
}

/**
 * What comes next for a resident: dated things first, then what can be done. The contract and what is due are part
 * of the file: a relative without that scope hears nothing of them.
 * @throws NOT_FOUND, PROXY_SCOPE_MISSING
 */
export async function listNext(deps: Deps, residentId: string, request: RequestInfo) {
  const access = { route: 'notice.next', request } as const;
  const { scopes } = await assertActsFor(asResident(request.actor), residentId, access);
  const [resident] = await findResidents([residentId]);
  if (!resident) throw new AppError('NOT_FOUND');
  const today = dayOf(request.now);
  const hasRecord = scopes.includes('record');
  const [bookings, contract, physical, due] = await Promise.all([
    comingBookings(deps, residentId, MAX_BOOKINGS, request),
    hasRecord ? latestContractOf(deps, residentId, request) : null,
    physicalAdvice(deps, residentId, resident.birthDay, today),
    hasRecord ? listDue(residentId, today) : [],
  ]);
  const booked = bookings.map((booking) => presentBooked(booking, today));
  return { items: [...booked, ...due, ...physical, ...(hasRecord ? contractAdvice(contract, today) : [])] };
}

/** The staff's day at a glance. */
export async function readToday(deps: Deps, request: RequestInfo) {
  const day = dayOf(request.now);
  const actor = asStaff(request.actor);
  const [sessions, contractsPending, lecturesComing, articleDrafts, callsToMake, emergencies, contentsRefused] =
    await Promise.all([
      findDaySessions(deps, day, request.now),
      countPending(),
      countComingLectures(day),
      countDrafts(),
      countOwedCalls(),
      countUnreviewed(actor.accountId, request.now),
      countRefused(deps.connection),
    ]);
  const [tasks, waiting] = await Promise.all([countTasksFor(actor, request.now), countWaiting(actor, request.now)]);
  return {
    ...{ day, sessions, contractsPending, lecturesComing, articleDrafts, callsToMake, contentsRefused },
    emergenciesOpen: emergencies.open,
    emergenciesOverdue: emergencies.overdue,
    ...{ tasksUrgent: tasks.urgent, tasksDue: tasks.due, tasksOverdue: tasks.overdue },
    ...waiting,
  };
}
