import type { HealthRecord, RecordVersion } from '@linkang/shared/api/record.routes';
import { sectionOf, type EntryKind } from '@linkang/shared/domain/record-form';
import { recordForm } from '@linkang/shared/domain/tables/record-form';
import { useQuery } from '@tanstack/react-query';
import { Select, Tag } from 'antd';
import { useState } from 'react';
import { recordApi } from '../../api/clients';
import { EmptyNote } from '../../components/empty-note';
import { QueryView } from '../../components/query-view';
import { instantText } from '../../components/words';

function Version({ version }: { version: RecordVersion }) {
  const { rev, signed, changed, fromRecord } = version;
  return (
    <li className="record-entry">
      <div className="record-entry-head">
        <h3>第{rev}版</h3>
        <span className="record-hint">
          {signed.by || '导入'} {instantText(signed.at)}
        </span>
        {fromRecord !== null && <Tag>来自合并前的档案 {fromRecord}</Tag>}
        {!signed.intact && <Tag color="error">内容和签名对不上</Tag>}
      </div>
      {changed.length === 0 ? (
        <p className="record-none">记为“无”</p>
      ) : (
        <ul className="record-lines">
          {changed.map(({ name, before, after }) => (
            <li key={name}>
              <span className="record-name">{name}</span>
              <span>
                {before && <del>{before}</del>} {after ? <ins>{after}</ins> : '（删去）'}
              </span>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

/** Every version of one part: who changed what, and when. */
export function VersionsView({ record }: { record: HealthRecord }) {
  const [kind, setKind] = useState<EntryKind>(record.entries[0]?.kind ?? 'basics');
  const { residentId } = record;
  const query = useQuery({
    queryKey: ['record-versions', residentId, kind],
    queryFn: () => recordApi.versions({ params: { id: residentId, kind } }),
  });
  return (
    <>
      <div className="toolbar">
        <Select
          aria-label="看哪一项的历次版本"
          style={{ width: 240 }}
          options={record.kinds.map((value) => ({ value, label: sectionOf(recordForm, value).name }))}
          value={kind}
          onChange={setKind}
        />
      </div>
      <QueryView query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyNote text="这一项还没有人填写" />
          ) : (
            <ol className="record-versions">
              {items.map((version) => (
                <Version key={`${version.rev}${version.fromRecord ?? ''}`} version={version} />
              ))}
            </ol>
          )
        }
      </QueryView>
    </>
  );
}
