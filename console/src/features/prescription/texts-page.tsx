import type { StandingText, TextVersion } from '@linkang/shared/api/prescription.routes';
import { useQuery } from '@tanstack/react-query';
import { Button, Table, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { prescriptionApi } from '../../api/clients';
import { useAccount } from '../../api/sign-in';
import { PageHeader } from '../../components/page-header';
import { QueryView } from '../../components/query-view';
import { CheckTag, StateTag } from '../../components/state-tag';
import { instantText } from '../../components/words';
import { staffMay } from '@linkang/shared/api/policy';
import { FiguresPanel } from './figures-panel';
import { TextDrawer } from './text-drawer';

const sayReleased = ({ version, releasedBy, releasedAt }: TextVersion): string =>
  `第${version}版，${releasedBy ?? ''}审核${releasedAt ? `，${instantText(releasedAt)}` : ''}`;

const columnsOf = (onOpen: (code: string) => void): TableColumnsType<StandingText> => [
  { title: '病名', dataIndex: 'disease', className: 'nowrap' },
  {
    title: '状态',
    key: 'state',
    className: 'nowrap',
    render: (_, { released, proposed }) => (
      <>
        <StateTag word={released ? ['可以发', 'good'] : ['没有发布，不能发', 'calm']} />
        {proposed && (
          <>
            {' '}
            <StateTag word={[`第${proposed.version}版待医生审核`, 'wait']} /> <CheckTag check={proposed.check} />
          </>
        )}
      </>
    ),
  },
  { title: '正在用的', key: 'released', render: (_, { released }) => (released ? sayReleased(released) : '') },
  {
    title: '办理',
    key: 'deeds',
    className: 'screen-only',
    render: (_, { code, disease, proposed }) => (
      <Button aria-label={`${proposed ? '审核或修改' : '查看或修改'}：${disease}`} onClick={() => onOpen(code)}>
        {proposed ? '审核或修改' : '查看或修改'}
      </Button>
    ),
  },
];

/** Every text with its state; a doctor reads each before residents see it. */
export function TextsPage() {
  const roles = useAccount()?.roles ?? [];
  const [opened, setOpened] = useState<string | null>(null);
  const query = useQuery({ queryKey: ['health-prescriptions'], queryFn: () => prescriptionApi.texts({}) });
  const shown = query.data?.items.find(({ code }) => code === opened);
  return (
    <>
      <PageHeader
        title="健康处方"
        note="每一份都要本中心医生看过、发布了，居民才能看到，医生才能发。发给居民：在前台查到人，点“健康处方”。"
      />
      <section className="panel" aria-label="健康处方">
        <QueryView query={query}>
          {({ items }) => (
            <Table
              rowKey="code"
              dataSource={items}
              columns={columnsOf(setOpened)}
              pagination={false}
              scroll={{ x: 'max-content' }}
            />
          )}
        </QueryView>
      </section>
      {staffMay(roles, 'prescription.figures') && <FiguresPanel />}
      {shown && <TextDrawer key={shown.latest} standing={shown} onClose={() => setOpened(null)} />}
    </>
  );
}
