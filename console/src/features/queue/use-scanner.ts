import { useEffect, useLayoutEffect, useRef } from 'react';

/** What somebody touched long before a scan does not belong to it. */
const MAX_GAP_MS = 2000;

/** Gives what a scanner types on a page without fields: digits, and Enter at the end. */
export function useScanner(onScanned: (code: string) => void): void {
  const tell = useRef(onScanned);
  useEffect(() => {
    tell.current = onScanned;
  });
  // It listens before the page is painted: a scanner types as soon as somebody sees that it may.
  useLayoutEffect(() => {
    let digits = '';
    let lastMs = 0;
    const type = (event: KeyboardEvent): void => {
      const isLate = event.timeStamp - lastMs > MAX_GAP_MS;
      lastMs = event.timeStamp;
      if (isLate) digits = '';
      if (/^\d$/.test(event.key)) digits += event.key;
      else if (event.key === 'Enter' && digits) {
        event.preventDefault();
        tell.current(digits);
        digits = '';
      }
    };
    window.addEventListener('keydown', type);
    return () => window.removeEventListener('keydown', type);
  }, []);
}
