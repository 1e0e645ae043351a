import { yearOf } from '@linkang/shared/domain/clinic-day';
import { useQuery } from '@tanstack/react-query';
import { screeningApi } from '../../api/clients';
import { QueryView } from '../../components/query-view';
import { todayDay } from '../../components/words';

/** Person-times of this year, for the report. */
export function FiguresPanel() {
  const year = yearOf(todayDay());
  const query = useQuery({
    queryKey: ['screenings', 'figures', year],
    queryFn: () => screeningApi.figures({ query: { fromDay: `${year}-01-01`, toDay: `${year}-12-31` } }),
  });
  return (
    <section className="panel" aria-label="人次">
      <h2>{year}年人次</h2>
      <QueryView query={query}>
        {({ events, people, bloodPressure, glucose, suspects, known }) => (
          <p>
            {`${events}场，共${people}人次：量血压${bloodPressure}人次，测血糖${glucose}人次；疑似新病例${suspects}人次；有档案的${known}人次。`}
          </p>
        )}
      </QueryView>
    </section>
  );
}
