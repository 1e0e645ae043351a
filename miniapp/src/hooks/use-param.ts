import { useRouter } from '@tarojs/taro';

/** A parameter of the page's address, decoded: WeChat hands it over as it was written. */
export function useParam(name: string): string {
  const text = useRouter().params[name] ?? '';
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
