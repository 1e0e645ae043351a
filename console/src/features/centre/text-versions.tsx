import type { TextVersion } from '@linkang/shared/api/contract.routes';
import type { TextKind } from '@linkang/shared/api/settings';
import type { TableColumnsType } from 'antd';
import { Button, Drawer, Table } from 'antd';
import { useState } from 'react';
import { QueryView } from '../../components/query-view';
import { instantText } from '../../components/words';
import { TextPreview } from './text-preview';
import { useTextVersions } from './use-texts';

const columnsOf = (open: (version: TextVersion) => void): TableColumnsType<TextVersion> => [
  { title: '版本', dataIndex: 'version' },
  { title: '标题', dataIndex: 'title' },
  {
    title: '发布',
    key: 'published',
    render: (_, { publishedAt, publishedByName }) =>
      publishedAt ? [instantText(publishedAt), publishedByName].join(' ') : '系统自带',
  },
  {
    title: '操作',
    key: 'view',
    className: 'screen-only',
    render: (_, row) => (
      <Button aria-label={`查看版本 ${row.version}`} onClick={() => open(row)}>
        查看
      </Button>
    ),
  },
];

/** Every published version of a text, to be read again. */
export function TextVersions({ kind }: { kind: TextKind }) {
  const [opened, setOpened] = useState<TextVersion | null>(null);
  const query = useTextVersions(kind);
  return (
    <section className="panel" aria-labelledby="text-versions">
      <h2 id="text-versions">发布过的版本</h2>
      <QueryView query={query}>
        {({ items }) => (
          <Table<TextVersion> rowKey="id" columns={columnsOf(setOpened)} dataSource={items} pagination={false} />
        )}
      </QueryView>
      <Drawer
        open={opened !== null}
        title={opened ? `版本 ${opened.version}` : ''}
        size={640}
        onClose={() => setOpened(null)}
      >
        {opened && <TextPreview title={opened.title} html={opened.html} />}
      </Drawer>
    </section>
  );
}
