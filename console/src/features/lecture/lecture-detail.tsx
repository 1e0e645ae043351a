import type { Lecture } from '@linkang/shared/api/lecture.routes';
import { staffMay } from '@linkang/shared/api/policy';
import { Button, Descriptions } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import { useAccount } from '../../api/sign-in';
import { BookingsTable } from '../../components/bookings-table';
import { PageHeader } from '../../components/page-header';
import { ReasonDialog } from '../../components/reason-dialog';
import { lectureWords, StateTag } from '../../components/state-tag';
import { dayText, spanText } from '../../components/words';
import { useLectureActions } from './use-lecture-actions';

const whenAndWhere = (lecture: Lecture): string => `${dayText(lecture.day)} ${spanText(lecture)} · ${lecture.place}`;

const canStillCancel = (lecture: Lecture): boolean => lecture.state === 'open' || lecture.state === 'full';

function CancelButton({ lecture }: { lecture: Lecture }) {
  const [asking, setAsking] = useState(false);
  const { cancel, busy } = useLectureActions();
  return (
    <>
      <Button danger onClick={() => setAsking(true)}>
        取消讲座
      </Button>
      <ReasonDialog
        open={asking}
        title="取消讲座"
        note="取消后报名全部作废，居民会看到这个原因。"
        okText="确认取消"
        busy={busy}
        onSubmit={(reason) => void cancel(lecture.id, reason).then((done) => done && setAsking(false))}
        onClose={() => setAsking(false)}
      />
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
      sheetTitle={`讲座签到表：${lecture.title}`}
      sheetNote={whenAndWhere(lecture)}
      emptyText="还没有人报名"
    />
  );
}

/** An announced lecture: what it is, who registered, and the way to call it off. */
export function LectureDetail({ lecture }: { lecture: Lecture }) {
  const rows = [
    ['主讲', lecture.speaker],
    ['名额', `余 ${lecture.remaining} / 共 ${lecture.capacity}`],
    ['简介', lecture.intro || '没有填写'],
  ] as const;
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
          back={<Link to="/lectures">返回讲座列表</Link>}
          actions={canStillCancel(lecture) && <CancelButton lecture={lecture} />}
        />
        <section className="panel" aria-label="讲座内容">
          <Descriptions column={2} items={rows.map(([label, children]) => ({ key: label, label, children }))} />
        </section>
      </div>
      <section className="panel" aria-label="报名名单">
        <h2 className="screen-only">报名名单</h2>
        <Registrations lecture={lecture} />
      </section>
    </>
  );
}
