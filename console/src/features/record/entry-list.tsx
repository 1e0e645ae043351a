import type { HealthRecord } from '@linkang/shared/api/record.routes';
import { staffMay } from '@linkang/shared/api/policy';
import type { FormSection } from '@linkang/shared/domain/record-form';
import { Button, Tag } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useAccount } from '../../api/sign-in';
import { instantText } from '../../components/words';
import { EntryLines } from './entry-lines';

const EntryDrawer = lazy(async () => ({ default: (await import('./entry-drawer')).EntryDrawer }));

function Entry({ record, section, onEdit }: { record: HealthRecord; section: FormSection; onEdit?: () => void }) {
  const entry = record.entries.find(({ kind }) => kind === section.kind);
  return (
    <section className="record-entry" aria-label={section.name}>
      <div className="record-entry-head">
        <h3>{section.name}</h3>
        {entry?.review && <Tag color="warning">合并后待核对</Tag>}
        {entry && !entry.signed.intact && <Tag color="error">内容和签名对不上，请联系管理员</Tag>}
        {entry && (
          <span className="record-hint">
            第{entry.rev}版，{entry.signed.by || '导入'} {instantText(entry.signed.at)}
          </span>
        )}
        {onEdit && (
          <Button aria-label={`${entry ? '修改' : '填写'}${section.name}`} onClick={onEdit}>
            {entry ? '修改' : '填写'}
          </Button>
        )}
      </div>
      <EntryLines record={record} section={section} />
    </section>
  );
}

/** Some parts of a record, each with who signed it and the way to write the next version. */
export function EntryList({ record, sections }: { record: HealthRecord; sections: readonly FormSection[] }) {
  const [editing, setEditing] = useState<FormSection | null>(null);
  const roles = useAccount()?.roles ?? [];
  const mayEdit = record.status === 'open' && staffMay(roles, 'record.saveEntry');
  return (
    <>
      {sections.map((section) => (
        <Entry
          key={section.kind}
          record={record}
          section={section}
          {...(mayEdit ? { onEdit: () => setEditing(section) } : {})}
        />
      ))}
      {editing && (
        <Suspense fallback={null}>
          <EntryDrawer record={record} section={editing} onClose={() => setEditing(null)} />
        </Suspense>
      )}
    </>
  );
}
