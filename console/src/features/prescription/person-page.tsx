import type { GivenPrescription, ReleasedText } from '@linkang/shared/api/prescription.routes';
import { staffMay } from '@linkang/shared/api/policy';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm, Table, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router-dom';
import { prescriptionApi, residentApi } from '../../api/clients';
import { useAccount } from '../../api/sign-in';
import { useSubmissionKey } from '../../api/use-submission-key';
import { EmptyNote } from '../../components/empty-note';
import { PageHeader } from '../../components/page-header';
import { QueryView } from '../../components/query-view';
import { useTell } from '../../components/use-tell';
import { instantText, sexNames } from '../../components/words';
import { AdvicePaper } from './advice-paper';
import './prescription.css';

const keyOf = (residentId: string) => ['health-prescriptions-of', residentId];

interface GivePanelProps {
  residentId: string;
  onPrint: (given: GivenPrescription) => void;
}

function useGive(residentId: string) {
  const queryClient = useQueryClient();
  const submission = useSubmissionKey();
  const tell = useTell();
  return useMutation({
    mutationFn: ({ code, version }: ReleasedText) => {
      const body = { code, version };
      const about = { params: { id: residentId }, body };
      return prescriptionApi.give(about, { idempotencyKey: submission.keyFor({ residentId, ...body }) });
    },
    onSuccess: ({ disease }) => {
      submission.done();
      tell.done(`${disease}健康处方已发到居民手机`);
    },
    onError: tell.failed,
    onSettled: () => queryClient.invalidateQueries({ queryKey: keyOf(residentId) }),
  });
}

/** The released texts, each given by one click. */
function GivePanel({ residentId, onPrint }: GivePanelProps) {
  const give = useGive(residentId);
  const query = useQuery({
    queryKey: ['health-prescriptions', 'released'],
    queryFn: () => prescriptionApi.library({}),
  });
  const columns: TableColumnsType<ReleasedText> = [
    { title: '病名', dataIndex: 'disease', className: 'nowrap' },
    { title: '内容', dataIndex: 'text' },
    {
      title: '办理',
      key: 'deeds',
      className: 'nowrap',
      render: (_, text) => (
        <div className="button-row">
          <Button
            type="primary"
            aria-label={`发给他：${text.disease}`}
            loading={give.isPending && give.variables.code === text.code}
            onClick={() => give.mutate(text)}
          >
            发给他
          </Button>
          <Button aria-label={`发并打印：${text.disease}`} onClick={() => give.mutate(text, { onSuccess: onPrint })}>
            发并打印
          </Button>
        </div>
      ),
    },
  ];
  return (
    <section className="panel" aria-label="发一份">
      <h2>发一份</h2>
      <QueryView query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyNote text="还没有发布的健康处方，请先在“健康处方”里审核" />
          ) : (
            <Table rowKey="code" dataSource={items} columns={columns} pagination={false} />
          )
        }
      </QueryView>
    </section>
  );
}

function GivenPanel({ residentId, onPrint }: GivePanelProps) {
  const queryClient = useQueryClient();
  const tell = useTell();
  const query = useQuery({
    queryKey: keyOf(residentId),
    queryFn: () => prescriptionApi.ofResident({ params: { id: residentId } }),
  });
  const withdraw = useMutation({
    mutationFn: ({ id, rev }: GivenPrescription) => prescriptionApi.withdraw({ params: { id }, body: { rev } }),
    onSuccess: () => tell.done('已收回'),
    onError: tell.failed,
    onSettled: () => queryClient.invalidateQueries({ queryKey: keyOf(residentId) }),
  });
  const columns: TableColumnsType<GivenPrescription> = [
    { title: '时间', key: 'at', className: 'nowrap', render: (_, { at }) => instantText(at) },
    { title: '健康处方', key: 'disease', render: (_, { disease, version }) => `${disease}（第${version}版）` },
    { title: '医生', dataIndex: 'doctorName', className: 'nowrap' },
    {
      title: '办理',
      key: 'deeds',
      render: (_, given) => (
        <div className="button-row">
          <Button aria-label={`打印：${given.disease}`} onClick={() => onPrint(given)}>
            打印
          </Button>
          {given.can.withdraw && (
            <Popconfirm
              title="发错了吗？居民手机上会看不到这一份。"
              okText="收回"
              cancelText="不收回"
              onConfirm={() => withdraw.mutate(given)}
            >
              <Button aria-label={`发错了，收回：${given.disease}`}>发错了，收回</Button>
            </Popconfirm>
          )}
        </div>
      ),
    },
  ];
  return (
    <section className="panel" aria-label="发过的">
      <h2>发过的</h2>
      <QueryView query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyNote text="还没有发过健康处方" />
          ) : (
            <Table rowKey="id" dataSource={items} columns={columns} pagination={{ hideOnSinglePage: true }} />
          )
        }
      </QueryView>
    </section>
  );
}

/** What one person was given, and a new one by one click. */
export function PersonPage() {
  const { id = '' } = useParams();
  const roles = useAccount()?.roles ?? [];
  const [printed, setPrinted] = useState<GivenPrescription | null>(null);
  const query = useQuery({ queryKey: ['resident', id], queryFn: () => residentApi.get({ params: { id } }) });
  return (
    <QueryView query={query} title="健康处方">
      {({ name, age, sex }) =>
        printed ? (
          <AdvicePaper given={printed} name={name} onBack={() => setPrinted(null)} />
        ) : (
          <>
            <PageHeader
              title={`给${name}的健康处方`}
              note={`${sexNames[sex]} ${age}岁。发出后居民手机收到消息，消息里不写病名。`}
              back={<Link to="/desk">回前台</Link>}
            />
            {staffMay(roles, 'prescription.give') && <GivePanel residentId={id} onPrint={setPrinted} />}
            <GivenPanel residentId={id} onPrint={setPrinted} />
          </>
        )
      }
    </QueryView>
  );
}
