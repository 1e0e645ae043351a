import type { SettingChange, SettingPart } from '@linkang/shared/api/settings';
import { useQuery } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import { useState } from 'react';
import { centreApi } from '../../api/clients';
import { EmptyNote } from '../../components/empty-note';
import { QueryView } from '../../components/query-view';
import { instantText } from '../../components/words';
import { sayChanges } from './setting-changes';

function Changes({ change }: { change: SettingChange }) {
  return (
    <li>
      <strong>{instantText(change.at)}</strong> {change.byName || '（账号已不在）'}
      <ul>
        {sayChanges(change.before, change.after).map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
    </li>
  );
}

function HistoryList({ part }: { part: SettingPart }) {
  const query = useQuery({
    queryKey: ['settings-history', part],
    queryFn: () => centreApi.settingHistory({ params: { id: part } }),
  });
  return (
    <QueryView query={query}>
      {({ items }) =>
        items.length === 0 ? (
          <EmptyNote text="还没有改过" />
        ) : (
          <ol style={{ paddingLeft: 20 }}>
            {items.map((change) => (
              <Changes key={change.id} change={change} />
            ))}
          </ol>
        )
      }
    </QueryView>
  );
}

/** Who changed a part, when, and from what; opened by a button. */
export function HistoryButton({ part }: { part: SettingPart }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>修改记录</Button>
      <Drawer open={open} title="修改记录" size={560} onClose={() => setOpen(false)} destroyOnHidden>
        <HistoryList part={part} />
      </Drawer>
    </>
  );
}
