import type { YearMinimum } from '@linkang/shared/api/education.routes';
import { StateTag } from '../../components/state-tag';
import { dayOr, partText, partWords } from './ledger-words';
import { RowLink } from './row-link';

type Row = YearMinimum['rows'][number];

/** Where a row of a minimum is looked at. */
const addressOf = ({ unit, series }: YearMinimum, { id }: Row): string => {
  if (unit === 'events') return `/lectures/${id}`;
  if (unit === 'kinds') return `/education/materials/${id}`;
  if (unit === 'boards') return `/education/boards/${id}`;
  const board = series.find(({ parts }) => parts.some((part) => part.rows.includes(id)));
  return board?.id ? `/education/boards/${board.id}` : '/education/boards';
};

const Rows = ({ minimum, rows, name }: { minimum: YearMinimum; rows: readonly Row[]; name: string }) => (
  <ul className="education-rows" aria-label={name}>
    {rows.map((row) => (
      <li key={row.id}>
        <RowLink to={addressOf(minimum, row)} text={`${dayOr(row.day)} ${row.title}`.trim()} />
        {row.because !== undefined && <span className="soft">（不算：{row.because}）</span>}
      </li>
    ))}
  </ul>
);

const Series = ({ series }: { series: YearMinimum['series'][number] }) => (
  <>
    {series.name !== null && <strong>{series.name}</strong>}
    {series.parts.length === 0 ? (
      <p className="soft">挂上的时间还不满一期，今年不要求更换。</p>
    ) : (
      <ul className="education-parts" aria-label={series.name ?? '各月'}>
        {series.parts.map((part) => (
          <li key={part.fromMonth}>
            {partText(part)} <StateTag word={partWords[part.state]} />
            {part.rows.length > 1 && <span className="soft">（{part.rows.length}次）</span>}
          </li>
        ))}
      </ul>
    )}
  </>
);

/** What makes a number: the parts of the year, the rows that count, and those that do not. */
export function YearRows({ minimum }: { minimum: YearMinimum }) {
  const { series, rows, left, name } = minimum;
  return (
    <>
      {series.map((row) => (
        <Series key={row.id ?? 'all'} series={row} />
      ))}
      {rows.length > 0 && <Rows minimum={minimum} rows={rows} name={`${name}：计入的`} />}
      {left.length > 0 && <Rows minimum={minimum} rows={left} name={`${name}：没有计入的`} />}
    </>
  );
}
