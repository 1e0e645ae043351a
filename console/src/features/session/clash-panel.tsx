import type { CallState } from '@linkang/shared/api/notice.routes';
import { Button, Radio } from 'antd';
import { useState } from 'react';
import { useRoster } from '../../components/bookings-table';
import { CallTable } from '../../components/call-table';
import { stateWords } from '../../components/call-words';
import { useCalls } from '../../components/use-calls';

const states = Object.keys(stateWords) as CallState[];

function ClashCalls({ sessionId }: { sessionId: string }) {
  const [state, setState] = useState<CallState>('open');
  const { query } = useCalls({ state, topic: 'clash', sessionId });
  return (
    <>
      <div className="toolbar">
        <Radio.Group
          aria-label="办理情况"
          optionType="button"
          options={states.map((value) => ({ value, label: stateWords[value] }))}
          value={state}
          onChange={(event) => setState(event.target.value as CallState)}
        />
      </div>
      <CallTable list="session-clashes" query={query} emptyText="这里没有人" />
    </>
  );
}

/** Who is to be phoned: their seat stayed theirs, but they have another booking at the new time. */
export function ClashPanel({ sessionId }: { sessionId: string }) {
  const roster = useRoster(sessionId);
  const [isShown, setIsShown] = useState(false);
  const count = roster.data?.items.filter(({ clash }) => clash).length ?? 0;
  if (count === 0) return null;
  return (
    <section className="panel screen-only" aria-label="要打电话的人">
      <h2>{count} 人的新时间和自己的另一个预约冲突，请打电话</h2>
      <p>号还留着。请问清楚保留哪一个，再到“前台”查找这位居民，取消另一个或改约。</p>
      {isShown ? (
        <ClashCalls sessionId={sessionId} />
      ) : (
        <Button onClick={() => setIsShown(true)}>查看姓名和电话（会记入日志）</Button>
      )}
    </section>
  );
}
