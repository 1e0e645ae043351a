import { DesktopOutlined } from '@ant-design/icons';
import type { LectureRoutes } from '@linkang/shared/api/lecture.routes';
import { staffMay } from '@linkang/shared/api/policy';
import type { CallReply } from '@linkang/shared/api/route';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Table, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router-dom';
import { lectureApi } from '../../api/clients';
import { useAccount } from '../../api/sign-in';
import { EmptyNote } from '../../components/empty-note';
import { PageHeader } from '../../components/page-header';
import { PersonSearch } from '../../components/person-search';
import { QueryView } from '../../components/query-view';
import { StateTag } from '../../components/state-tag';
import { useTell } from '../../components/use-tell';
import { instantText } from '../../components/words';
import { CountedPanel } from './counted-panel';
import { attendanceKey, recordKey, whenAndWhere } from './lecture-words';

type Attendance = CallReply<LectureRoutes['attendance']>;
type Person = Attendance['people'][number];

/** Calls that note who came; what they changed is read again. */
function useCheckIn(id: string) {
  const queryClient = useQueryClient();
  const tell = useTell();
  const refresh = async (): Promise<void> => {
    await queryClient.invalidateQueries({ queryKey: attendanceKey(id) });
    await queryClient.invalidateQueries({ queryKey: recordKey(id) });
  };
  const checkIn = useMutation({
    mutationFn: (residentId: string) => lectureApi.checkIn({ params: { id }, body: { residentId } }),
    onSuccess: ({ checkedIn: [person] }) => person && tell.done(`${person.name} 签到好了`),
    onError: tell.failed,
    onSettled: refresh,
  });
  const withdraw = useMutation({
    mutationFn: (entryId: string) => lectureApi.withdrawEntry({ params: { id: entryId } }),
    onSuccess: () => tell.done('已撤回，不算进人数'),
    onError: tell.failed,
    onSettled: refresh,
  });
  return { checkIn, withdraw, refresh };
}

function columnsOf({ checkIn, withdraw }: ReturnType<typeof useCheckIn>): TableColumnsType<Person> {
  return [
    { title: '姓名', dataIndex: 'name' },
    { title: '年龄', dataIndex: 'age', render: (age: number) => `${age}岁` },
    { title: '电话', dataIndex: 'phoneMasked', render: (phone: string | null) => phone ?? '未留' },
    {
      title: '来源',
      dataIndex: 'via',
      render: (via: Person['via']) => (via === 'registered' ? '报名' : '没报名，直接来的'),
    },
    {
      title: '签到',
      key: 'came',
      sorter: (a, b) => Number(a.came) - Number(b.came),
      render: (_, { came, at }) => (
        <>
          <StateTag word={came ? ['已到', 'good'] : ['未到', 'wait']} /> {at && instantText(at)}
        </>
      ),
    },
    {
      title: '办理',
      key: 'deeds',
      render: (_, { residentId, name, came, entryId }) => {
        if (!came)
          return (
            <Button type="primary" aria-label={`给${name}签到`} onClick={() => checkIn.mutate(residentId)}>
              签到
            </Button>
          );
        return entryId === null ? null : (
          <Button aria-label={`登错了，撤回：${name}`} onClick={() => withdraw.mutate(entryId)}>
            登错了，撤回
          </Button>
        );
      },
    },
  ];
}

function WalkIns({ onFound }: { onFound: (residentId: string) => void }) {
  const [isMissing, setIsMissing] = useState(false);
  const roles = useAccount()?.roles ?? [];
  if (!staffMay(roles, 'resident.search')) return null;
  return (
    <section className="panel" aria-label="没报名直接来的人">
      <h2>没报名、直接来的人</h2>
      <p className="soft">找到这个人就算签到；报过名的也可以这样签，不会重复算。</p>
      <PersonSearch onSearch={() => setIsMissing(false)} onOpen={onFound} onMissing={() => setIsMissing(true)} />
      {isMissing && <Alert type="info" showIcon title="没有这个人的档案，可以记在“只计人数”里。" />}
    </section>
  );
}

function People({ id, attendance }: { id: string; attendance: Attendance }) {
  const calls = useCheckIn(id);
  const { people, counts, groups } = attendance;
  return (
    <>
      <WalkIns onFound={(residentId) => calls.checkIn.mutate(residentId)} />
      <section className="panel" aria-label="签到名单">
        <div className="toolbar">
          <span role="status">
            到场 {counts.total} 人：报名 {counts.registered}，直接来 {counts.walkIns}，只计人数 {counts.counted}
          </span>
        </div>
        <Table<Person>
          rowKey="residentId"
          columns={columnsOf(calls)}
          dataSource={people}
          pagination={people.length > 50 ? { pageSize: 50, showSizeChanger: false } : false}
          locale={{ emptyText: <EmptyNote text="还没有人报名" /> }}
        />
      </section>
      <CountedPanel
        lectureId={id}
        groups={groups}
        onChanged={() => void calls.refresh()}
        onWithdraw={(entryId) => calls.withdraw.mutate(entryId)}
      />
    </>
  );
}

/** Who has come: by list, by search, or counted only; and the way to the code on the wall. */
export function AttendancePage() {
  const { id = '' } = useParams();
  const navigate = useNavigate();
  const lecture = useQuery({ queryKey: ['lecture', id], queryFn: () => lectureApi.get({ params: { id } }) });
  const attendance = useQuery({
    queryKey: attendanceKey(id),
    queryFn: () => lectureApi.attendance({ params: { id } }),
    refetchOnWindowFocus: false,
  });
  return (
    <QueryView query={lecture} title="现场签到">
      {(shown) => (
        <>
          <PageHeader
            title={`现场签到：${shown.title}`}
            note={`${whenAndWhere(shown)}。查看名单会记入日志。`}
            back={<Link to={`/lectures/${id}`}>回活动</Link>}
            actions={
              <>
                <Button
                  type="primary"
                  icon={<DesktopOutlined aria-hidden />}
                  onClick={() => void navigate(`/lectures/${id}/code`)}
                >
                  投屏签到码
                </Button>
                <Button onClick={() => void attendance.refetch()}>看最新</Button>
              </>
            }
          />
          <QueryView query={attendance}>{(data) => <People id={id} attendance={data} />}</QueryView>
        </>
      )}
    </QueryView>
  );
}
