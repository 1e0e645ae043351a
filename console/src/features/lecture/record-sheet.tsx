import { activityKindName } from '@linkang/shared/domain/activity-kinds';
import { recordFieldsOf } from '@linkang/shared/domain/activity-record';
import type { Lecture, LectureRoutes } from '@linkang/shared/api/lecture.routes';
import type { CallReply } from '@linkang/shared/api/route';
import type { ReactNode } from 'react';
import { useCentre } from '../../api/use-centre';
import { instantText } from '../../components/words';
import { whenAndWhere } from './lecture-words';
import { feedbackText } from './record-summary';
import type { ActivityRecord } from './use-record';

/** Who came, as it is read for printing. */
export type Attendance = CallReply<LectureRoutes['attendance']>;

interface SheetProps {
  lecture: Lecture;
  record: ActivityRecord;
  attendance: Attendance;
}

function linesOf({ lecture, record, attendance }: SheetProps): [string, ReactNode][] {
  const { counts } = attendance;
  const handouts = record.handouts.map(({ name, copies }) => `${name} ${copies}份`).join('，');
  return [
    ['活动类型', activityKindName(lecture.kind)],
    ['活动主题', lecture.title],
    ['时间地点', whenAndWhere(lecture)],
    ['主讲', lecture.speaker],
    ['卫生日', lecture.healthDay ?? '无'],
    ['对象', lecture.audience || '未填'],
    ['合作单位', lecture.partner || '无'],
    [
      '参加人数',
      `${record.personTimes}人次（报名签到${counts.registered}，直接到场${counts.walkIns}，只计人数${counts.counted}）`,
    ],
    ...recordFieldsOf(lecture.kind).map(({ code, name }): [string, string] => [
      name,
      String(record.values[code] ?? ''),
    ]),
    ['发放资料', handouts || '无'],
    ['满意度', feedbackText(record.feedback)],
    ['活动小结', <span style={{ whiteSpace: 'pre-wrap' }}>{record.summary}</span>],
  ];
}

function SignInSheet({ lecture, attendance: { people, groups } }: SheetProps) {
  const came = people.filter((person) => person.came);
  return (
    <section className="record-people">
      <h2>签到表</h2>
      <p>
        {lecture.title} · {whenAndWhere(lecture)}
      </p>
      <table>
        <thead>
          <tr>
            {['序号', '姓名', '年龄', '电话', '签到时间', '签到方式'].map((name) => (
              <th key={name}>{name}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {came.map(({ residentId, name, age, phoneMasked, at, via }, index) => (
            <tr key={residentId}>
              <td>{index + 1}</td>
              <td>{name}</td>
              <td>{age}</td>
              <td>{phoneMasked ?? ''}</td>
              <td>{at ? instantText(at) : ''}</td>
              <td>{via === 'registered' ? '报名后签到' : '现场登记'}</td>
            </tr>
          ))}
          {groups.map(({ id, count, note }) => (
            <tr key={id}>
              <td />
              <td colSpan={5}>
                只计人数 {count} 人 {note}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** The activity's file on A4 paper, with the sign-in sheet; seen in print only. */
export function RecordSheet(props: SheetProps) {
  const centre = useCentre();
  const { record } = props;
  return (
    <section className="record-sheet print-only" aria-hidden="true">
      <h2>{centre.data?.name} 健康教育活动记录表</h2>
      <table>
        <tbody>
          {linesOf(props).map(([label, children]) => (
            <tr key={label}>
              <th className="record-label">{label}</th>
              <td>{children}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {record.photos.length > 0 && <h3>现场照片</h3>}
      {record.photos.map(({ id, url }) => (
        <img key={id} src={url} alt="" />
      ))}
      <p>
        记录人：{record.doneByName ?? '＿＿＿＿＿＿'} · 归档时间：
        {record.doneAt ? instantText(record.doneAt) : '＿＿＿＿＿＿'}
      </p>
      <SignInSheet {...props} />
    </section>
  );
}

/** A certificate of attendance for each person who came; seen in print only. */
export function CertificateSheet({ lecture, attendance }: Omit<SheetProps, 'record'>) {
  const centre = useCentre();
  return (
    <section className="print-only" aria-hidden="true">
      {attendance.people
        .filter(({ came }) => came)
        .map(({ residentId, name }) => (
          <article key={residentId} className="certificate">
            <h2>参加证明</h2>
            <p>
              {name} 参加了 {whenAndWhere(lecture)} 举办的{activityKindName(lecture.kind)}“{lecture.title}”，特此证明。
            </p>
            <p className="certificate-foot">
              {centre.data?.name}
              <br />
              （盖章）
            </p>
          </article>
        ))}
    </section>
  );
}
