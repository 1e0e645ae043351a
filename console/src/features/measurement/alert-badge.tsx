import { useQuery } from '@tanstack/react-query';
import { measurementApi } from '../../api/clients';

const REFRESH_MS = 30_000;

/** How many readings wait for the caller, asked for anew each half minute; read out as a sentence. */
export function AlertBadge() {
  const { data } = useQuery({
    queryKey: ['alerts', 'count'],
    queryFn: () => measurementApi.countAlerts({}),
    refetchInterval: REFRESH_MS,
  });
  if (!data || data.open === 0) return null;
  const isLate = data.late > 0;
  return (
    <span className={isLate ? 'menu-badge menu-badge-late' : 'menu-badge'}>
      <span aria-hidden="true">{data.open}</span>
      <span className="visually-hidden">
        {data.open} 个要紧读数待处理{isLate && `，${data.late} 个超时没人处理`}
      </span>
    </span>
  );
}
