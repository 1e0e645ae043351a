import type { BookingRoutes, YearlyPerson } from '@linkang/shared/api/booking.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { sayDay, sayTime } from '@linkang/shared/domain/clinic-day';
import type { AccountResident } from '@/stores/account';

/** What is proposed for this year's physical. */
export type Proposal = CallReply<BookingRoutes['yearly']>;

/** Somebody of the family with what is proposed for them. */
export interface Member {
  resident: AccountResident;
  person: YearlyPerson;
}

/** The family in the account's own order; who has been ended meanwhile is left out. */
export const membersOf = ({ people }: Proposal, residents: readonly AccountResident[]): Member[] =>
  residents.flatMap((resident) => {
    const person = people.find(({ residentId }) => residentId === resident.id);
    return person ? [{ resident, person }] : [];
  });

const DIFFERENCES = { place: '地点', who: '医生', weekday: '星期几', time: '时间' } as const;

/** How the proposal stands to last year's visit. */
export function sayLikeness({ differs }: Proposal): string {
  if (differs === null) return '给您选了最近的一场，一家人尽量排在一起。';
  if (differs.length === 0) return '地点、星期几、时间，都和去年一样。';
  return `去年那样的没有号了，给您选了最接近的：${differs.map((name) => DIFFERENCES[name]).join('、')}和去年不一样。`;
}

/** The physical of last year, in a line. */
export const sayLast = ({ last }: YearlyPerson): string =>
  last ? `去年：${sayDay(last.day)} ${sayTime(last.startTime)}，${last.place}` : '去年没有在这里体检';

/** Why somebody is not booked with the others, and what to do. */
export function sayWhyNot({ state, booking, pausedUntil }: YearlyPerson, year: number): string {
  switch (state) {
    case 'booked':
      return booking ? `今年约好了：${sayDay(booking.day)} ${sayTime(booking.startTime)}` : '今年约好了';
    case 'done':
      return booking ? `今年体检过了：${sayDay(booking.day)}` : '今年体检过了';
    case 'notEligible':
      return `${year}年还没到免费体检的年龄，可以约普通体检`;
    case 'paused':
      return `线上预约暂停${pausedUntil ? `到${sayDay(pausedUntil)}` : ''}，请打电话或到前台约`;
    case 'notAllowed':
      return '还没有授权您帮忙预约，请在“家人”里申请';
    case 'due':
      return '现在没有合适的号，请打电话问问，或过几天再来看';
  }
}
