import type { MergeObstacle } from '@linkang/shared/api/merge.routes';
import { mergeCauses } from '@linkang/shared/domain/merge-causes';

/** What is in the way of two records becoming one, and what to do about it. */
export const ObstacleList = ({ obstacles }: { obstacles: readonly MergeObstacle[] }) => (
  <ul className="merge-obstacles">
    {obstacles.map(({ cause, about }, index) => (
      <li key={`${cause}:${index}`}>
        {about && <strong>{about}：</strong>}
        {mergeCauses[cause]}
      </li>
    ))}
  </ul>
);
