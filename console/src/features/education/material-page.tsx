import { PlusOutlined } from '@ant-design/icons';
import type { EducationMaterial, MaterialEntry } from '@linkang/shared/api/education.routes';
import { entryKinds, entryKindsOf, type EntryKind } from '@linkang/shared/domain/education-ledger';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router-dom';
import { educationApi } from '../../api/clients';
import { usePages } from '../../api/use-pages';
import { PageHeader } from '../../components/page-header';
import { PagedTable } from '../../components/paged-table';
import { QueryView } from '../../components/query-view';
import { StateTag } from '../../components/state-tag';
import { useTell } from '../../components/use-tell';
import { dayText } from '../../components/words';
import { EntryDrawer } from './entry-drawer';
import { stockWords, writtenText } from './ledger-words';
import { WithdrawButton } from './withdraw-button';
import './education.css';

const whenText = ({ day, toDay }: MaterialEntry): string =>
  toDay === null || toDay === day ? dayText(day) : `${dayText(day)} 至 ${dayText(toDay)}`;

const whatText = ({ kind, copies }: MaterialEntry): string =>
  copies === null ? entryKinds[kind] : `${entryKinds[kind]} ${copies}份`;

const columnsOf = (
  edit: (entry: MaterialEntry) => void,
  withdraw: (entry: MaterialEntry) => void,
): TableColumnsType<MaterialEntry> => [
  { title: '日期', key: 'day', render: (_, entry) => whenText(entry) },
  { title: '登记了什么', key: 'what', className: 'nowrap', render: (_, entry) => whatText(entry) },
  { title: '场合', dataIndex: 'occasion' },
  { title: '登记', key: 'written', render: (_, entry) => writtenText(entry) },
  {
    title: '操作',
    key: 'deeds',
    className: 'nowrap screen-only',
    render: (_, entry) =>
      entry.state === 'withdrawn' ? (
        <StateTag word={['已撤回', 'calm']} />
      ) : (
        <div className="button-row">
          <Button aria-label={`更正：${whatText(entry)}`} onClick={() => edit(entry)}>
            更正
          </Button>
          <WithdrawButton what={whatText(entry)} onConfirm={() => withdraw(entry)} />
        </div>
      ),
  },
];

/** The line that is entered or corrected. */
type Opened = { kind: EntryKind; entry: MaterialEntry | null } | null;

function Entries({ material }: { material: EducationMaterial }) {
  const [opened, setOpened] = useState<Opened>(null);
  const queryClient = useQueryClient();
  const tell = useTell();
  const query = usePages(['education', 'entries', material.id], (cursor) =>
    educationApi.entries({ params: { id: material.id }, query: cursor }),
  );
  const withdraw = useMutation({
    mutationFn: ({ id, rev }: MaterialEntry) => educationApi.withdrawEntry({ params: { id }, body: { rev } }),
    onSuccess: () => tell.done('已撤回，不再计入'),
    onError: tell.failed,
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['education'] }),
  });
  return (
    <section className="panel" aria-label="登记">
      <div className="education-bar">
        <h2>登记</h2>
        <div className="button-row">
          {entryKindsOf(material.sort).map((kind) => (
            <Button
              key={kind}
              type="primary"
              icon={<PlusOutlined aria-hidden />}
              onClick={() => setOpened({ kind, entry: null })}
            >
              登记{entryKinds[kind]}
            </Button>
          ))}
        </div>
      </div>
      <PagedTable
        list="material-entries"
        query={query}
        columns={columnsOf(
          (entry) => setOpened({ kind: entry.kind, entry }),
          (entry) => withdraw.mutate(entry),
        )}
        emptyText="还没有登记"
      />
      {opened && <EntryDrawer material={material} {...opened} onClose={() => setOpened(null)} />}
    </section>
  );
}

/** One kind of material with its ledger. */
export function MaterialPage() {
  const { id = '' } = useParams();
  const query = useQuery({
    queryKey: ['education', 'material', id],
    queryFn: () => educationApi.material({ params: { id } }),
  });
  return (
    <QueryView query={query} title="资料">
      {(material) => (
        <>
          <PageHeader
            title={material.name}
            note={
              material.stockState === null ? (
                material.topic
              ) : (
                <>
                  {material.topic}，库存 {material.stock} 份 <StateTag word={stockWords[material.stockState]} />
                </>
              )
            }
            back={<Link to={`/education/materials?sort=${material.sort}`}>回资料</Link>}
          />
          <Entries material={material} />
        </>
      )}
    </QueryView>
  );
}
