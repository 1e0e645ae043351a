import { readStored, removeStored, writeStored } from './storage';

/** A reply as it was when it last came. */
export interface OfflineCopy<T> {
  data: T;
  /** When it came, in milliseconds since 1970. */
  savedAt: number;
}

const INDEX = 'copies';
const MAX_COPIES = 40;

const nameOf = (key: string): string => `copy.${key}`;
const readIndex = (): string[] => readStored<string[]>(INDEX) ?? [];

/** The kept copy of a reply, for reading without network. */
export const readCopy = <T>(key: string): OfflineCopy<T> | undefined => readStored<OfflineCopy<T>>(nameOf(key));

/** Keeps a reply; the oldest beyond the limit goes. */
export function writeCopy(key: string, data: unknown): void {
  writeStored(nameOf(key), { data, savedAt: Date.now() });
  const keys = [key, ...readIndex().filter((other) => other !== key)];
  keys.slice(MAX_COPIES).forEach((old) => removeStored(nameOf(old)));
  writeStored(INDEX, keys.slice(0, MAX_COPIES));
}

/** Prefix of the keys of personal copies, which go when the person signs out. */
export const PERSONAL = 'my.';

/** Forgets every personal copy. */
export function clearPersonalCopies(): void {
  const keys = readIndex();
  keys.filter((key) => key.startsWith(PERSONAL)).forEach((key) => removeStored(nameOf(key)));
  writeStored(
    INDEX,
    keys.filter((key) => !key.startsWith(PERSONAL)),
  );
}
