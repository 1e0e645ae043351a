import { PlusOutlined } from '@ant-design/icons';
import type { EducationMaterial } from '@linkang/shared/api/education.routes';
import { materialSorts, type MaterialSort } from '@linkang/shared/domain/education-ledger';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Checkbox, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router-dom';
import { educationApi } from '../../api/clients';
import { usePages } from '../../api/use-pages';
import { PagedTable } from '../../components/paged-table';
import { StateTag } from '../../components/state-tag';
import { stockWords, writtenText } from './ledger-words';
import { MaterialDrawer } from './material-drawer';

const columnsOf = (sort: MaterialSort, edit: (row: EducationMaterial) => void): TableColumnsType<EducationMaterial> => [
  {
    title: '资料',
    key: 'name',
    render: (_, { id, name, topic, active }) => (
      <>
        <Link to={`/education/materials/${id}`}>{name}</Link> {!active && <StateTag word={['不用了', 'calm']} />}
        <div className="soft">{topic}</div>
      </>
    ),
  },
  ...(sort === 'print'
    ? [
        {
          title: '库存',
          key: 'stock',
          className: 'nowrap',
          render: (_: unknown, { stock, stockState, active }: EducationMaterial) => (
            <>
              {stock}份 {active && stockState !== null && <StateTag word={stockWords[stockState]} />}
            </>
          ),
        },
      ]
    : []),
  { title: '登记', key: 'written', render: (_, row) => writtenText(row) },
  {
    title: '操作',
    key: 'edit',
    className: 'screen-only',
    render: (_, row) => (
      <Button aria-label={`修改：${row.name}`} onClick={() => edit(row)}>
        修改
      </Button>
    ),
  },
];

/** Says which leaflets have to be ordered. */
function RefillNote() {
  const { data } = useQuery({
    queryKey: ['education', 'low'],
    queryFn: () => educationApi.materials({ query: { sort: 'print', low: 'yes', limit: 1 } }),
  });
  const { out = 0, short = 0 } = data?.counts ?? {};
  if (out + short === 0) return null;
  const words = [...(out > 0 ? [`${out}种没有了`] : []), ...(short > 0 ? [`${short}种快没了`] : [])];
  return (
    <Alert
      type="warning"
      showIcon
      title={`${words.join('，')}，请及时补充。标准要求全年都备着。`}
      style={{ marginBottom: 12 }}
    />
  );
}

/** Kinds of material of one sort, with what is left of them. */
export function MaterialsPage() {
  const [search] = useSearchParams();
  const sort: MaterialSort = search.get('sort') === 'av' ? 'av' : 'print';
  const [onlyLow, setOnlyLow] = useState(false);
  const [opened, setOpened] = useState<EducationMaterial | 'new' | null>(null);
  const low = onlyLow && sort === 'print';
  const query = usePages(['education', 'materials', sort, low], (cursor) =>
    educationApi.materials({ query: { ...cursor, sort, ...(low ? { low: 'yes' } : {}) } }),
  );
  return (
    <section className="panel" aria-label={materialSorts[sort]}>
      <div className="education-bar">
        {sort === 'print' ? (
          <Checkbox checked={onlyLow} onChange={(event) => setOnlyLow(event.target.checked)}>
            只看要补充的
          </Checkbox>
        ) : (
          <span className="soft">在候诊区放一次，登记一次；一年放过的种类计入达标。</span>
        )}
        <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setOpened('new')}>
          添加{materialSorts[sort]}
        </Button>
      </div>
      {sort === 'print' && <RefillNote />}
      <PagedTable
        list="materials"
        query={query}
        columns={columnsOf(sort, setOpened)}
        emptyText="还没有登记资料，请先添加"
      />
      {opened && (
        <MaterialDrawer sort={sort} material={opened === 'new' ? null : opened} onClose={() => setOpened(null)} />
      )}
    </section>
  );
}
