import type { StationProgress } from '@linkang/shared/api/physical.routes';

const stateWords = { waiting: '没开始', begun: '没填完', done: '已填完' } as const;

interface StationTabsProps {
  stations: readonly Pick<StationProgress, 'code' | 'name' | 'state' | 'missing'>[];
  value: string;
  onChange: (code: string) => void;
}

/** The stations with how far they are. */
export function StationTabs({ stations, value, onChange }: StationTabsProps) {
  return (
    <nav className="station-tabs" aria-label="体检站点">
      {stations.map(({ code, name, state, missing }) => (
        <button
          key={code}
          type="button"
          aria-current={code === value ? 'step' : undefined}
          className={`station-tab station-${state}`}
          onClick={() => onChange(code)}
        >
          {name}
          <small>{state === 'begun' ? `还差${missing.length}项` : stateWords[state]}</small>
        </button>
      ))}
    </nav>
  );
}

/** What a station still waits for, in a few words. */
export const missingText = ({ state, missing }: StationProgress): string => {
  if (state === 'done') return '已填完';
  if (state === 'waiting') return '没开始';
  const shown = missing.slice(0, 3).join('、');
  return `还差${shown}${missing.length > 3 ? `等${missing.length}项` : ''}`;
};
