import type { LectureRoutes } from '@linkang/shared/api/lecture.routes';
import type { Input, Reply } from '@linkang/shared/api/route';
import { healthDaysOf, healthMonthsOf } from '@linkang/shared/domain/health-calendar';
import { countHandouts, findActivities } from './lecture.figures';
import type { LectureRow } from './lecture.model';
import { findOnHealthDays } from './record.model';

type Listed = Reply<LectureRoutes['healthDays']>['items'][number];

const stateOf = (events: readonly LectureRow[]): Listed['state'] => {
  if (events.some(({ state }) => state === 'done')) return 'done';
  return events.length > 0 ? 'planned' : 'none';
};

const presentEvent = ({ _id, kind, title, day, state }: LectureRow): Listed['events'] =>
  state === 'cancelled' ? [] : [{ id: _id, kind, title, day, state }];

/** The health days and months of a year, with what is held on them. */
export async function listHealthDays({
  year,
}: Input<LectureRoutes['healthDays']>['query']): Promise<Reply<LectureRoutes['healthDays']>> {
  const held = await findOnHealthDays(`${year}-01-01`, `${year}-12-31`);
  return {
    items: [...healthDaysOf(year), ...healthMonthsOf(year)].map(({ name, day, endDay = null, confidence }) => {
      const events = held.filter(({ healthDay }) => healthDay === name);
      return { name, day, endDay, confidence, state: stateOf(events), events: events.flatMap(presentEvent) };
    }),
  };
}

type Figures = Reply<LectureRoutes['figures']>;

/** Activities and person-times by kind and month. */
export async function readFigures({ fromDay, toDay }: Input<LectureRoutes['figures']>['query']): Promise<Figures> {
  const [activities, handouts] = await Promise.all([
    findActivities({ from: fromDay, to: toDay }),
    countHandouts(fromDay, toDay),
  ]);
  const cells = new Map<string, Figures['items'][number]>();
  for (const { kind, day, attendance } of activities) {
    const month = day.slice(0, 'YYYY-MM'.length);
    const cell = cells.get(`${month}|${kind}`) ?? { kind, month, events: 0, personTimes: 0 };
    cell.events += 1;
    cell.personTimes += attendance;
    cells.set(`${month}|${kind}`, cell);
  }
  return { items: [...cells.values()], handouts };
}
