import { useQuery } from '@tanstack/react-query';
import { noticeApi } from './clients';

const REFRESH_MS = 60_000;

/** The staff's day at a glance, asked for anew each minute; the page and the menu share one answer. */
export const useToday = (enabled = true) =>
  useQuery({ queryKey: ['today'], queryFn: () => noticeApi.today({}), refetchInterval: REFRESH_MS, enabled });
