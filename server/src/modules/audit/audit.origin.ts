import { isIPv4, isIPv6 } from 'node:net';

/** The eight groups of an IPv6 address; what is left out stands for zeros. */
const groupsOf = (address: string): string[] => {
  const [head = '', tail] = address.split('::') as [string, string?];
  const first = head === '' ? [] : head.split(':');
  if (tail === undefined) return first;
  const last = tail === '' ? [] : tail.split(':');
  return [...first, ...Array.from({ length: Math.max(0, 8 - first.length - last.length) }, () => '0'), ...last];
};

/** The network of an address: enough to tell the centre's from another, too little to find a person at home. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (isIPv4(plain)) return `${plain.split('.').slice(0, 3).join('.')}.0/24`;
  if (isIPv6(plain)) return `${groupsOf(plain).slice(0, 3).join(':')}::/48`;
  return '';
}

const systems: readonly (readonly [RegExp, string])[] = [
  [/HarmonyOS|OpenHarmony/i, '鸿蒙'],
  [/iPhone|iPad/i, '苹果手机'],
  [/Android/i, '安卓手机'],
  [/Windows/i, 'Windows 电脑'],
  [/Mac OS X/i, '苹果电脑'],
  [/Linux/i, 'Linux 电脑'],
];
const browsers: readonly (readonly [RegExp, string])[] = [
  [/MicroMessenger|miniProgram/i, '微信'],
  [/Edg\//, 'Edge'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];

const nameIn = (table: readonly (readonly [RegExp, string])[], text: string): string[] =>
  table
    .filter(([pattern]) => pattern.test(text))
    .map(([, name]) => name)
    .slice(0, 1);

/** Kind of system and browser, as far as the request tells. */
export const deviceOf = (userAgent: string): string =>
  [...nameIn(systems, userAgent), ...nameIn(browsers, userAgent)].join(' ') || '其他程序';
