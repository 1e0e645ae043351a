import type { LegalText } from '@linkang/shared/api/contract.routes';
import type { TableColumnsType } from 'antd';
import { Table } from 'antd';
import { Link } from 'react-router-dom';
import { QueryView } from '../../components/query-view';
import { instantText } from '../../components/words';
import { textNames } from './setting-check';
import { useTexts } from './use-texts';

const columns: TableColumnsType<LegalText> = [
  { title: '文本', dataIndex: 'kind', render: (kind: LegalText['kind']) => <strong>{textNames[kind]}</strong> },
  { title: '现行标题', key: 'title', render: (_, { published }) => published.title },
  { title: '现行版本', key: 'version', className: 'nowrap', render: (_, { published }) => published.version },
  {
    title: '草稿',
    key: 'draft',
    render: (_, { draft, updatedAt }) => (draft && updatedAt ? `${instantText(updatedAt)} 存的草稿` : '没有'),
  },
  {
    title: '操作',
    key: 'edit',
    className: 'screen-only',
    render: (_, { kind }) => <Link to={`/settings/texts/${kind}`}>{`修改${textNames[kind]}`}</Link>,
  },
];

/** The agreement and the consents. */
export function TextsPage() {
  const query = useTexts();
  return (
    <section className="panel" aria-labelledby="setting-texts">
      <h2 id="setting-texts">协议与同意书</h2>
      <p className="soft">发布过的版本不再改动；修改会存成草稿，发布后成为新版本，居民再签时看到的就是新版本。</p>
      <QueryView query={query}>
        {({ items }) => <Table<LegalText> rowKey="kind" columns={columns} dataSource={items} pagination={false} />}
      </QueryView>
    </section>
  );
}
