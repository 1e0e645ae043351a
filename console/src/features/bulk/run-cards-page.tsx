import { Link } from 'react-router-dom';
import { PaperCards } from '../../components/paper-cards';
import { QueryView } from '../../components/query-view';
import { useRun } from './use-run';

/** The paper cards of everybody in a run, also of those who got no seat. */
export function RunCardsPage() {
  const query = useRun();
  return (
    <QueryView query={query} title="打印报到卡">
      {(run) => (
        <PaperCards
          residentIds={run.rows.map(({ residentId }) => residentId)}
          back={<Link to={`/building-days/${run.id}`}>返回预约结果</Link>}
        />
      )}
    </QueryView>
  );
}
