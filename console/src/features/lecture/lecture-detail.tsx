import { activityKindName } from '@linkang/shared/domain/activity-kinds';
import type { Lecture } from '@linkang/shared/api/lecture.routes';
import { staffMay } from '@linkang/shared/api/policy';
import { Button, Descriptions } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router-dom';
import { useAccount } from '../../api/sign-in';
import { BookingsTable } from '../../components/bookings-table';
import { PageHeader } from '../../components/page-header';
import { ReasonDialog } from '../../components/reason-dialog';
import { lectureWords, StateTag } from '../../components/state-tag';
import { whenAndWhere } from './lecture-words';
import { useLectureActions } from './use-lecture-actions';

const canStillCancel = (lecture: Lecture): boolean => lecture.state === 'open' || lecture.state === 'full';

function CancelButton({ lecture }: { lecture: Lecture }) {
  const [asking, setAsking] = useState(false);
  const { cancel, busy } = useLectureActions();
  return (
    <>
      <Button danger onClick={() => setAsking(true)}>
        取消活动
      </Button>
      <ReasonDialog
        open={asking}
        title="取消活动"
        note="取消后报名全部作废，居民会看到这个原因。"
        okText="确认取消"
        busy={busy}
        onSubmit={(reason) => void cancel(lecture.id, reason).then((done) => done && setAsking(false))}
        onClose={() => setAsking(false)}
      />
    </>
  );
}

/** What there is to do on the day and afterwards. */
function Deeds({ lecture }: { lecture: Lecture }) {
  const navigate = useNavigate();
  const roles = useAccount()?.roles ?? [];
  if (lecture.state === 'cancelled') return null;
  const to = (page: string) => () => void navigate(`/lectures/${lecture.id}/${page}`);
  return (
    <>
      <Button type="primary" onClick={to('attendance')}>
        现场签到
      </Button>
      <Button onClick={to('record')}>活动记录表</Button>
      {canStillCancel(lecture) && staffMay(roles, 'lecture.cancel') && <CancelButton lecture={lecture} />}
    </>
  );
}

function Registrations({ lecture }: { lecture: Lecture }) {
  const roles = useAccount()?.roles ?? [];
  if (!lecture.sessionId) return <p className="soft">还没有开放报名。</p>;
  if (!staffMay(roles, 'session.bookings')) return <p className="soft">报名名单只有诊疗和前台人员可以查看。</p>;
  return (
    <BookingsTable
      sessionId={lecture.sessionId}
      sheetTitle={`活动签到表：${lecture.title}`}
      sheetNote={whenAndWhere(lecture)}
      emptyText="还没有人报名"
    />
  );
}

const rowsOf = (lecture: Lecture): readonly (readonly [string, string])[] => [
  ['类型', activityKindName(lecture.kind)],
  ['主讲', lecture.speaker],
  ['名额', `余 ${lecture.remaining} / 共 ${lecture.capacity}`],
  ['卫生日', lecture.healthDay ?? '不是为卫生日办的'],
  ['对象', lecture.audience || '没有填写'],
  ['合作单位', lecture.partner || '没有填写'],
  ['简介', lecture.intro || '没有填写'],
];

/** An announced activity: what it is, who registered, and what there is to do. */
export function LectureDetail({ lecture }: { lecture: Lecture }) {
  return (
    <>
      <div className="screen-only">
        <PageHeader
          title={lecture.title}
          note={
            <>
              <StateTag word={lectureWords[lecture.state]} /> {whenAndWhere(lecture)}
            </>
          }
          back={<Link to="/lectures">返回活动列表</Link>}
          actions={<Deeds lecture={lecture} />}
        />
        <section className="panel" aria-label="活动内容">
          <Descriptions
            column={2}
            items={rowsOf(lecture).map(([label, children]) => ({ key: label, label, children }))}
          />
        </section>
      </div>
      <section className="panel" aria-label="报名名单">
        <h2 className="screen-only">报名名单</h2>
        <Registrations lecture={lecture} />
      </section>
    </>
  );
}
