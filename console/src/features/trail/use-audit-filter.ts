import { useSearchParams } from 'react-router-dom';

const keys = ['residentId', 'staffId', 'action', 'result', 'fromDay', 'toDay'] as const;

/** What the log is narrowed by; an empty text narrows nothing. */
export type AuditFilter = Record<(typeof keys)[number], string>;

/** The filter as it stands in the address, so that a found list can be opened again. */
export function useAuditFilter(): [AuditFilter, (changes: Partial<AuditFilter>) => void] {
  const [search, setSearch] = useSearchParams();
  const filter = Object.fromEntries(keys.map((key) => [key, search.get(key) ?? ''])) as AuditFilter;
  const change = (changes: Partial<AuditFilter>): void => {
    const next = Object.entries({ ...filter, ...changes }).filter(([, value]) => value !== '');
    setSearch(Object.fromEntries(next), { replace: true });
  };
  return [filter, change];
}
