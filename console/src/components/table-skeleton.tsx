import './table-skeleton.css';

const ROWS = ['62%', '48%', '70%', '54%', '66%'];

/** The shape of a table while its rows are on their way, with the heads that it will have. */
export function TableSkeleton({ columns }: { columns: readonly string[] }) {
  return (
    <div role="status" aria-label="正在加载" className="table-skeleton">
      <table aria-hidden="true">
        <thead>
          <tr>
            {columns.map((title, index) => (
              <th key={`${index} ${title}`}>{title}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ROWS.map((width) => (
            <tr key={width}>
              {columns.map((title, index) => (
                <td key={`${index} ${title}`}>
                  <span style={{ width }} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
