import Taro from '@tarojs/taro';
import { useState, type ReactNode } from 'react';
import type { Booking } from '@linkang/shared/api/booking.routes';
import { buildCalendarFile, type CalendarEvent } from '@linkang/shared/domain/calendar-event';
import { instantOf } from '@linkang/shared/domain/clinic-day';
import { Button } from '@/components/button';
import { Live } from '@/components/live';
import { isH5 } from '@/platform';

/** WeChat reminds once: so long before, in seconds. */
const REMIND_SECONDS = 3600;
/** The browser has read the file long before that, in milliseconds. */
const FORGET_MS = 60_000;

/** The visit without anybody's name: other programs of the phone read the calendar. */
const eventOf = (booking: Booking): CalendarEvent => ({
  uid: `${booking.id}@linkang`,
  title: booking.lectureTitle ?? booking.serviceName,
  day: booking.day,
  startTime: booking.startTime,
  endTime: booking.endTime,
  place: booking.place,
  notes: [`${booking.number}号`, ...booking.preparation],
});

/** Hands the browser a file, which the phone opens with its calendar. */
function download(event: CalendarEvent): void {
  const url = URL.createObjectURL(new Blob([buildCalendarFile(event, new Date())], { type: 'text/calendar' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${event.title} ${event.day}.ics`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), FORGET_MS);
}

const secondsOf = (day: string, time: string): number => Math.floor(instantOf(day, time).getTime() / 1000);

/** Asks WeChat to write it into the phone's calendar; a refusal leaves the calendar as it is. */
const addOnPhone = ({ title, day, startTime, endTime, place, notes }: CalendarEvent): Promise<boolean> =>
  Taro.addPhoneCalendar({
    title,
    startTime: secondsOf(day, startTime),
    endTime: String(secondsOf(day, endTime)),
    location: place,
    description: notes.join('\n'),
    alarm: true,
    alarmOffset: REMIND_SECONDS,
  }).then(
    () => true,
    () => false,
  );

/** Takes the visit into the calendar of the phone. */
export function CalendarButton({ booking }: { booking: Booking }): ReactNode {
  const [said, setSaid] = useState('');
  const add = async (): Promise<void> => {
    const event = eventOf(booking);
    if (isH5) {
      download(event);
      setSaid('日历文件下载好了，点开它就加进日历');
      return;
    }
    setSaid((await addOnPhone(event)) ? '已加到手机日历' : '没有加进日历。要加的话，请在弹出的窗口里点同意。');
  };
  return (
    <>
      <Button kind="plain" icon="calendar" onPress={() => void add()}>
        加到手机日历
      </Button>
      <Live>{said}</Live>
    </>
  );
}
