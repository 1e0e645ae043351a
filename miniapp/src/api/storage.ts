import Taro from '@tarojs/taro';

const PREFIX = 'linkang.';

/** Reads a stored value; undefined where there is none or the store is not usable. */
export function readStored<T>(name: string): T | undefined {
  try {
    const text: unknown = Taro.getStorageSync(PREFIX + name);
    return typeof text === 'string' && text !== '' ? (JSON.parse(text) as T) : undefined;
  } catch {
    return undefined;
  }
}

/** Stores a value. A full or forbidden store is not an error: nothing that matters lives only here. */
export function writeStored(name: string, value: unknown): void {
  try {
    Taro.setStorageSync(PREFIX + name, JSON.stringify(value));
  } catch {
    // Private windows refuse to store; the page works without.
  }
}

/** Forgets a stored value. */
export function removeStored(name: string): void {
  try {
    Taro.removeStorageSync(PREFIX + name);
  } catch {
    // See writeStored.
  }
}
