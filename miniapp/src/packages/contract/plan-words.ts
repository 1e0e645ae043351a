import type { Plan, PlannedItem } from '@linkang/shared/api/plan.routes';
import { yearOf, sayDay } from '@linkang/shared/domain/clinic-day';
import type { StateWord } from '@/components/words';

/** A day without its weekday: `6月4日`, with the year where it is another one. */
export const sayShortDay = (day: string, today: string): string => sayDay(day, yearOf(today)).split(' ')[0] ?? day;

/** The unit of what the centre sends. */
const MESSAGE = '条';

const STATES: Record<PlannedItem['state'], StateWord> = {
  overdue: { tone: 'bad', word: '该做了' },
  due: { tone: 'wait', word: '快到了' },
  later: { tone: 'plain', word: '还早' },
  done: { tone: 'good', word: '做完了' },
  asNeeded: { tone: 'plain', word: '随时可用' },
  missed: { tone: 'plain', word: '没做完' },
};

/** Whether the person can do something about it: messages come by themselves. */
const isPersons = ({ unit }: Pick<PlannedItem, 'unit'>): boolean => unit !== MESSAGE;

/** Whether the person should do something about it now. */
const isNow = (item: Pick<PlannedItem, 'state' | 'unit'>): boolean =>
  isPersons(item) && (item.state === 'overdue' || item.state === 'due');

/** How an item stands, in a word. */
export const planWord = ({ state, unit }: Pick<PlannedItem, 'state' | 'unit'>): StateWord =>
  state === 'overdue' && !isPersons({ unit }) ? { tone: 'wait', word: '我们来补' } : STATES[state];

/** How often, and how often it was done. */
export function sayTimesOf({ quantity, done, unit }: PlannedItem): string {
  if (quantity === null) return done > 0 ? `用过${done}${unit}` : '需要时找我们';
  const verb = unit === MESSAGE ? '发' : '做';
  if (done === 0) return `今年${quantity}${unit}，还没开始`;
  if (done >= quantity) return `今年${quantity}${unit}，都${verb}了`;
  return `今年${quantity}${unit}，${verb}了${done}${unit}`;
}

/** What is next of an item. */
export function sayNext({ state, nextDueDay, toDay, quantity, done, unit }: PlannedItem, today: string): string | null {
  if (state === 'missed') return `${sayShortDay(toDay, today)}已经截止`;
  if (nextDueDay === null) return null;
  const nth = quantity !== null && quantity > 1 ? `第${done + 1}${unit}` : '';
  const by = sayShortDay(nextDueDay, today);
  // Messages come from the centre; there is nothing to do for them.
  if (!isPersons({ unit }))
    return state === 'overdue' ? `${nth}本来${by}前要发，我们尽快补上` : `${nth}由我们在${by}前发给您`;
  return state === 'overdue' ? `${nth}本来${by}前要做，现在做也来得及` : `${nth}请在${by}前做`;
}

/** The last time that it was done. */
export function sayLast({ served }: PlannedItem, today: string): string | null {
  const [last] = served;
  return last ? `上次：${sayShortDay(last.day, today)} ${last.title}` : null;
}

/** Parts of the page in their order; what needs something comes first. */
export function partsOf({ items }: Plan): { title: string; items: PlannedItem[] }[] {
  const isLater = (item: PlannedItem): boolean => !isNow(item) && ['later', 'overdue', 'due'].includes(item.state);
  const those = (which: (item: PlannedItem) => boolean): PlannedItem[] =>
    items.filter(which).sort((a, b) => (a.nextDueDay ?? '').localeCompare(b.nextDueDay ?? ''));
  return [
    { title: '该做的', items: those(isNow) },
    { title: '以后要做的', items: those(isLater) },
    { title: '做完的', items: those(({ state }) => state === 'done') },
    { title: '需要时随时找我们', items: those(({ state }) => state === 'asNeeded') },
    { title: '过了期限的', items: those(({ state }) => state === 'missed') },
  ].filter((part) => part.items.length > 0);
}

/** The year in one sentence. */
export function sayYear({ items }: Plan): string {
  const left = items.filter(isNow).length;
  return left ? `现在有${left}项该做了，请预约，或打电话给我们。` : '现在没有该做的，以后要做的写在下面。';
}
