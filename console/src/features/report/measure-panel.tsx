import type { TimeMeasure } from '@linkang/shared/api/report.routes';
import { EmptyNote } from '../../components/empty-note';
import { changeOf, figureLines, spanOf, TOO_FEW, weekdays } from './times-words';

interface MeasurePanelProps {
  name: string;
  unit: string;
  /** What is counted, in a sentence. */
  definition: string;
  measure: TimeMeasure;
  limitMinutes: number;
}

/** The figures of now beside those of last year. */
function FiguresTable({ name, unit, measure, limitMinutes }: Omit<MeasurePanelProps, 'definition'>) {
  return (
    <table className="times-table">
      <caption className="visually-hidden">{`${name}，本期和去年同期`}</caption>
      <thead>
        <tr>
          <th scope="col">指标</th>
          <th scope="col">本期</th>
          <th scope="col">去年同期</th>
        </tr>
      </thead>
      <tbody>
        {figureLines(unit, limitMinutes).map(({ key, name: line, valueOf }) => (
          <tr key={key}>
            <th scope="row">{line}</th>
            <td>{valueOf(measure.now)}</td>
            <td>{valueOf(measure.lastYear)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The middle by hour and weekday, with how many it stands for. */
function HoursTable({ name, unit, hours }: { name: string; unit: string; hours: TimeMeasure['hours'] }) {
  const shown = [...new Set(hours.map(({ hour }) => hour))].sort((a, b) => a - b);
  const textOf = (hour: number, weekday: number) => {
    const cell = hours.find((row) => row.hour === hour && row.weekday === weekday);
    if (!cell) return <span className="soft">—</span>;
    if (cell.medianSeconds === null) return <span className="soft">{TOO_FEW}</span>;
    return (
      <>
        <strong>{spanOf(cell.medianSeconds)}</strong>
        <span className="soft">{`${cell.count ?? 0} ${unit}`}</span>
      </>
    );
  };
  return (
    <table className="times-table times-hours">
      <caption>按星期和钟点看中位数</caption>
      <thead>
        <tr>
          <th scope="col">{name}</th>
          {weekdays.map((weekday) => (
            <th key={weekday} scope="col">
              {weekday}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {shown.map((hour) => (
          <tr key={hour}>
            <th scope="row">{`${hour}–${hour + 1} 点`}</th>
            {weekdays.map((weekday, index) => (
              <td key={weekday}>{textOf(hour, index + 1)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** One measure: what it counts, its figures, and when the times are long. */
export function MeasurePanel({ definition, ...panel }: MeasurePanelProps) {
  const { name, unit, measure } = panel;
  const change = changeOf(measure.now, measure.lastYear);
  return (
    <section className="panel" aria-label={name}>
      <h2>{name}</h2>
      <p className="soft">{definition}</p>
      <FiguresTable {...panel} />
      {change && <p role="status">{change}</p>}
      {measure.hours.length ? (
        <HoursTable name={name} unit={unit} hours={measure.hours} />
      ) : (
        <EmptyNote text="这段时间没有可以统计的记录" />
      )}
    </section>
  );
}
