import { readStored, removeStored, writeStored } from '@/api/storage';
import { isH5 } from '@/platform';

/**
 * Where a draft lies: on the phone; as long as the browser's tab or WeChat's program is open (what tells of somebody's
 * health); or in memory alone, written down nowhere (ID numbers).
 */
export type DraftPlace = 'phone' | 'session' | 'memory';

interface Draft {
  data: unknown;
  /** Milliseconds since 1970. */
  savedAt: number;
}

type Drafts = Record<string, Draft>;

const NAME = 'drafts';
const DAY_MS = 86_400_000;

let inMemory: Drafts = {};
/** The session's drafts in WeChat, and in browsers that store nothing. */
let ofSession: Drafts = {};

function readSession(): Drafts {
  if (!isH5) return ofSession;
  try {
    return JSON.parse(sessionStorage.getItem(`linkang.${NAME}`) ?? '{}') as Drafts;
  } catch {
    return ofSession;
  }
}

function writeSession(drafts: Drafts): void {
  ofSession = drafts;
  if (!isH5) return;
  try {
    sessionStorage.setItem(`linkang.${NAME}`, JSON.stringify(drafts));
  } catch {
    // A private window: the memory has it.
  }
}

const isFresh = ({ savedAt }: Draft): boolean => Date.now() - savedAt < DAY_MS;
const freshOf = (drafts: Drafts): Drafts =>
  Object.fromEntries(Object.entries(drafts).filter(([, draft]) => isFresh(draft)));

const readers: Record<DraftPlace, () => Drafts> = {
  phone: () => readStored<Drafts>(NAME) ?? {},
  session: readSession,
  memory: () => inMemory,
};
const read = (place: DraftPlace): Drafts => freshOf(readers[place]());

function write(place: DraftPlace, drafts: Drafts): void {
  if (place === 'memory') inMemory = drafts;
  else if (place === 'session') writeSession(drafts);
  else if (Object.keys(drafts).length > 0) writeStored(NAME, drafts);
  else removeStored(NAME);
}

/** What was typed into a form and not sent, of the last 24 hours. */
export const readDraft = <T>(place: DraftPlace, key: string): Partial<T> | undefined =>
  read(place)[key]?.data as Partial<T> | undefined;

/** Keeps what is typed; what is older than a day goes with it. */
export const writeDraft = (place: DraftPlace, key: string, data: unknown): void =>
  write(place, { ...read(place), [key]: { data, savedAt: Date.now() } });

/** Forgets a draft: it was sent, or the person begins anew. */
export function dropDraft(place: DraftPlace, key: string): void {
  const { [key]: gone, ...others } = read(place);
  if (gone) write(place, others);
}

/** Forgets all drafts: somebody signs out. */
export function clearDrafts(): void {
  write('phone', {});
  write('session', {});
  write('memory', {});
}
