import { toApiError } from './api-error';
import { readStored, removeStored, writeStored } from './storage';
import { readTokens } from './tokens';

/** A reply as it was when it last came. */
export interface OfflineCopy<T> {
  data: T;
  /** When it came, in milliseconds since 1970. */
  savedAt: number;
}

const INDEX = 'copies';
/** Kept of each sort: what everybody may read never pushes out a person's own bookings, nor lists a text. */
const MAX_COPIES = 40;
const MAX_ARTICLES = 20;

/** Prefix of the keys of personal copies, which go when the person signs out. */
export const PERSONAL = 'my.';

/** Prefix of the keys of articles, which are kept for reading without network. */
export const ARTICLE = 'article.';

const nameOf = (key: string): string => `copy.${key}`;
const isPersonal = (key: string): boolean => key.startsWith(PERSONAL);
const isArticle = (key: string): boolean => key.startsWith(ARTICLE);
const isOther = (key: string): boolean => !isPersonal(key) && !isArticle(key);
const readIndex = (): string[] => readStored<string[]>(INDEX) ?? [];

/** The kept copy of a reply, for reading without network. */
export const readCopy = <T>(key: string): OfflineCopy<T> | undefined => readStored<OfflineCopy<T>>(nameOf(key));

/** Keeps a reply; the oldest beyond the limit goes. */
export function writeCopy(key: string, data: unknown): void {
  // The answer to somebody who has signed out meanwhile.
  if (isPersonal(key) && readTokens() === undefined) return;
  writeStored(nameOf(key), { data, savedAt: Date.now() });
  const keys = [key, ...readIndex().filter((other) => other !== key)];
  const tooMany = [
    ...keys.filter(isPersonal).slice(MAX_COPIES),
    ...keys.filter(isArticle).slice(MAX_ARTICLES),
    ...keys.filter(isOther).slice(MAX_COPIES),
  ];
  tooMany.forEach((old) => removeStored(nameOf(old)));
  writeStored(
    INDEX,
    keys.filter((other) => !tooMany.includes(other)),
  );
}

function forget(isMeant: (key: string) => boolean): void {
  const keys = readIndex();
  keys.filter(isMeant).forEach((key) => removeStored(nameOf(key)));
  writeStored(
    INDEX,
    keys.filter((key) => !isMeant(key)),
  );
}

/** Forgets every personal copy. */
export const clearPersonalCopies = (): void => forget(isPersonal);

/** Forgets the articles that are kept for reading without network. */
export const clearArticleCopies = (): void => forget(isArticle);

/** The articles that are kept, the last opened first. */
export const listArticleCopies = <T>(): OfflineCopy<T>[] =>
  readIndex()
    .filter(isArticle)
    .flatMap((key) => readCopy<T>(key) ?? []);

/** A reply, or its kept copy. */
export interface Answer<T> {
  data: T;
  /** Set where `data` is a kept copy: when it came. */
  savedAt: number | undefined;
}

/** Whoever waits longer is shown the kept copy meanwhile, in milliseconds; a usual network is faster, and flickers not. */
const SLOW_MS = 800;

/**
 * The one place that decides what is shown without network, or until a slow one has answered: the kept copy of the same
 * question, where there is one.
 * @param onSlow is given the copy while the answer is still on its way
 * @throws ApiError
 */
export async function askOrRead<T>(
  key: string,
  load: () => Promise<T>,
  keepCopy: boolean,
  onSlow: (copy: OfflineCopy<T>) => void,
): Promise<Answer<T>> {
  const timer = setTimeout(() => {
    const copy = keepCopy ? readCopy<T>(key) : undefined;
    if (copy) onSlow(copy);
  }, SLOW_MS);
  try {
    const data = await load();
    if (keepCopy) writeCopy(key, data);
    return { data, savedAt: undefined };
  } catch (thrown) {
    const error = toApiError(thrown);
    const copy = keepCopy && error.code === 'OFFLINE' ? readCopy<T>(key) : undefined;
    if (!copy) throw error;
    return copy;
  } finally {
    clearTimeout(timer);
  }
}
