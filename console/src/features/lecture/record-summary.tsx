import { Alert, Descriptions } from 'antd';
import { instantText } from '../../components/words';
import type { ActivityRecord } from './use-record';

/** What the feedback comes to, in a line. */
export const feedbackText = ({ good, fair, poor }: ActivityRecord['feedback']): string => {
  const all = good + fair + poor;
  if (all === 0) return '还没有人评价';
  return `${all} 人评价：满意 ${good}，一般 ${fair}，不满意 ${poor}`;
};

/** What is counted by itself, and what the file still lacks. */
export function RecordSummary({ record }: { record: ActivityRecord }) {
  const { counts, personTimes, feedback, missing, doneAt, doneByName } = record;
  return (
    <section className="panel" aria-label="自动统计">
      {missing.length > 0 ? (
        <Alert type="warning" showIcon title={`活动档案还缺：${missing.join('、')}`} />
      ) : (
        <Alert type="success" showIcon title="国家要求的活动档案材料齐了" />
      )}
      <Descriptions
        style={{ marginTop: 16 }}
        column={2}
        items={[
          { key: 'people', label: '参加人次', children: `${personTimes}` },
          {
            key: 'counts',
            label: '到场',
            children: `报名 ${counts.registered}，直接来 ${counts.walkIns}，只计人数 ${counts.counted}`,
          },
          { key: 'feedback', label: '满意度', children: feedbackText(feedback) },
          {
            key: 'done',
            label: '归档',
            children: doneAt ? `${instantText(doneAt)} ${doneByName ?? ''}` : '还没有归档',
          },
        ]}
      />
      {feedback.words.length > 0 && (
        <>
          <h2>参加的人说</h2>
          <ul>
            {feedback.words.map((words, index) => (
              <li key={index}>{words}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
