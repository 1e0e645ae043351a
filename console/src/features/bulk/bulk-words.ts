import type { BulkHead, BulkRow } from '@linkang/shared/api/bulk.routes';
import { dayText } from '../../components/words';

/** The days of a run. */
export const daysText = ({ fromDay, toDay }: Pick<BulkHead, 'fromDay' | 'toDay'>): string =>
  fromDay === toDay ? dayText(fromDay) : `${dayText(fromDay)} 至 ${dayText(toDay)}`;

/** Why somebody got no seat, said about them and not to them. */
const causes: Record<string, string> = {
  BOOKING_SESSION_FULL: '所选场次都约满了',
  BOOKING_DUPLICATE: '这几天已经约了这项服务',
  BOOKING_TIME_CLASH: '时间和别的预约冲突',
  BOOKING_DAY_LIMIT: '当天已有三个预约',
  PHYSICAL_ALREADY_USED: '今年的免费体检已经约过或做过',
  PHYSICAL_NOT_ELIGIBLE: '年龄不到，不符合条件',
  BOOKING_SESSION_CLOSED: '场次已停诊或不再接受预约',
  BOOKING_TOO_LATE: '场次已经开始，来不及约了',
  BOOKING_NOT_RELEASED: '还没有到放号时间',
};

/** The cause in words, with the booking in the way where it is known. */
export function causeText({ cause, inTheWay }: Pick<BulkRow, 'cause' | 'inTheWay'>): string {
  const words = causes[cause ?? ''] ?? '没有约上，请到前台单独办理';
  return inTheWay ? `${words}：${dayText(inTheWay.day)} ${inTheWay.startTime} ${inTheWay.serviceName}` : words;
}
