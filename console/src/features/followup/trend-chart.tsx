import type { FollowUp } from '@linkang/shared/api/followup.routes';
import { ageOn } from '@linkang/shared/domain/clinic-day';
import type { ProgrammeCode } from '@linkang/shared/domain/chronic-table';
import { targetLine } from '@linkang/shared/domain/follow-up-visit';
import { chronicProgrammes } from '@linkang/shared/domain/tables/chronic-all';
import { dayText, todayDay } from '../../components/words';

interface Series {
  title: string;
  unit: string;
  programme: ProgrammeCode;
  lines: readonly { field: string; name: string; dash?: string }[];
}

const charts: readonly Series[] = [
  {
    title: '血压',
    unit: 'mmHg',
    programme: 'HTN',
    lines: [
      { field: 'sbp', name: '收缩压' },
      { field: 'dbp', name: '舒张压', dash: '6 4' },
    ],
  },
  { title: '空腹血糖', unit: 'mmol/L', programme: 'T2DM', lines: [{ field: 'fpg', name: '空腹血糖' }] },
];

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [640, 220, 44, 92, 16, 28];
const MOST = 12;

interface Point {
  day: string;
  value: number;
}

/** The last measurements of a field, the oldest first, whatever programme they were taken for. */
const pointsOf = (visits: readonly FollowUp[], field: string): Point[] =>
  visits
    .flatMap(({ day, parts }) => {
      const value = parts.map(({ values }) => values[field]).find((one) => typeof one === 'number');
      return typeof value === 'number' ? [{ day, value }] : [];
    })
    .sort((a, b) => a.day.localeCompare(b.day))
    .slice(-MOST);

interface Scale {
  x: (index: number, count: number) => number;
  y: (value: number) => number;
}

function scaleOf(values: readonly number[]): Scale {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const room = (most - least || 1) * 0.15;
  const span = most - least + 2 * room;
  return {
    x: (index, count) => LEFT + (count < 2 ? 0.5 : index / (count - 1)) * (WIDTH - LEFT - RIGHT),
    y: (value) => TOP + (1 - (value - least + room) / span) * (HEIGHT - TOP - BOTTOM),
  };
}

function Curve({ points, dash, name, scale }: { points: readonly Point[]; dash?: string; name: string; scale: Scale }) {
  const at = points.map(({ value }, index) => ({ value, x: scale.x(index, points.length), y: scale.y(value) }));
  const last = at.at(-1);
  return (
    <g>
      <polyline
        points={at.map(({ x, y }) => `${x},${y}`).join(' ')}
        fill="none"
        stroke="#0f5c55"
        strokeWidth="2"
        {...(dash === undefined ? {} : { strokeDasharray: dash })}
      />
      {at.map(({ x, y, value }) => (
        <g key={x}>
          <circle cx={x} cy={y} r="4" fill="#0f5c55" />
          <text x={x} y={y - 9} textAnchor="middle" fontSize="12" fill="#23211d">
            {value}
          </text>
        </g>
      ))}
      {last && (
        <text x={WIDTH - RIGHT + 10} y={last.y + 4} fontSize="13" fill="#0c4943">
          {name}
        </text>
      )}
    </g>
  );
}

function Target({ value, scale }: { value: number; scale: Scale }) {
  const y = scale.y(value);
  return (
    <g>
      <line x1={LEFT} x2={WIDTH - RIGHT} y1={y} y2={y} stroke="#a33a1e" strokeDasharray="2 4" />
      <text x={LEFT - 6} y={y + 4} textAnchor="end" fontSize="12" fill="#a33a1e">
        {value}
      </text>
    </g>
  );
}

function Chart({ series, visits, age }: { series: Series; visits: readonly FollowUp[]; age: number }) {
  const curves = series.lines.map((line) => ({ ...line, points: pointsOf(visits, line.field) }));
  const days = curves[0]?.points ?? [];
  if (days.length === 0) return null;
  const targets = series.lines.flatMap(
    ({ field }) => targetLine(chronicProgrammes[series.programme], field, age) ?? [],
  );
  const scale = scaleOf([...curves.flatMap(({ points }) => points.map(({ value }) => value)), ...targets]);
  const said = days
    .map(({ day }, index) => `${dayText(day)} ${curves.map(({ points }) => points[index]?.value ?? '').join('/')}`)
    .join('；');
  return (
    <figure className="followup-chart">
      <figcaption>
        {series.title}（{series.unit}），红线是控制目标：低于 {targets.join('/')}
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`${series.title}：${said}`}>
        {targets.map((value) => (
          <Target key={value} value={value} scale={scale} />
        ))}
        {curves.map(({ field, name, dash, points }) => (
          <Curve key={field} name={name} points={points} scale={scale} {...(dash === undefined ? {} : { dash })} />
        ))}
        {days.map(({ day }, index) => (
          <text
            key={day}
            x={scale.x(index, days.length)}
            y={HEIGHT - 6}
            textAnchor="middle"
            fontSize="12"
            fill="#5f5b54"
          >
            {`${Number(day.slice(5, 7))}/${Number(day.slice(8))}`}
          </text>
        ))}
      </svg>
    </figure>
  );
}

/** How blood pressure and glucose went, with the line of the control target. */
export function TrendChart({ visits, birthDay }: { visits: readonly FollowUp[]; birthDay: string }) {
  const age = ageOn(birthDay, todayDay());
  const has = charts.some(({ lines }) => lines.some(({ field }) => pointsOf(visits, field).length > 0));
  if (!has) return null;
  return (
    <section className="panel" aria-label="变化">
      <h2>变化</h2>
      {charts.map((series) => (
        <Chart key={series.title} series={series} visits={visits} age={age} />
      ))}
    </section>
  );
}
