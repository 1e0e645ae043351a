import { dayOf } from '@linkang/shared/domain/clinic-day';
import type { Deps } from '../../platform/deps';
import type { AccountPerson, PersonalSection } from '../../platform/module';
import { findBookings, serviceName } from '../session';

/** More bookings than anybody has. */
const MOST = 5000;

/** Every booking, with what became of it. */
export async function bookingData(deps: Deps, { residentId }: AccountPerson): Promise<PersonalSection[]> {
  const today = dayOf(deps.clock.now());
  const seats = await findBookings({ residentId, when: 'all', today, skip: 0, limit: MOST });
  return [
    {
      key: 'bookings',
      title: '我的预约和就诊',
      labels: {
        service: '项目',
        day: '日期',
        startTime: '时间',
        number: '号',
        status: '状态',
        bookedAt: '预约时间',
        arrivedAt: '报到时间',
        doneAt: '看完时间',
      },
      rows: seats.map((seat) => ({
        service: serviceName(deps, seat.serviceCode),
        day: seat.day,
        startTime: seat.startTime,
        number: seat.no,
        status: seat.status,
        bookedAt: seat.bookedAt?.toISOString() ?? null,
        arrivedAt: seat.arrivedAt?.toISOString() ?? null,
        doneAt: seat.doneAt?.toISOString() ?? null,
      })),
    },
  ];
}
