import type { Physical, PhysicalEntry } from '@linkang/shared/api/physical.routes';
import type { ExamValue } from '@linkang/shared/domain/exam-table';
import { sayExamValue } from '@linkang/shared/domain/exam-words';
import { Link, useParams } from 'react-router-dom';
import { PageHeader } from '../../components/page-header';
import { QueryView } from '../../components/query-view';
import { dayText, sexNames } from '../../components/words';
import { itemOf, referenceText, verdictWords } from './items';
import './physical.css';
import { ReviewForm } from './review-form';
import { usePhysical } from './use-physical';

type Verdict = NonNullable<PhysicalEntry['verdict']>;

/** An item as the doctor reads it. */
interface Line {
  code: string;
  value: string;
  verdict: Verdict | null;
  sentence: string;
}

const ORDER: readonly (Verdict | null)[] = ['critical', 'abnormal', 'normal', 'recorded', null];

const saidValue = ({ code, value, refused }: PhysicalEntry): string => {
  const item = itemOf(code);
  if (refused !== null) return `没做：${refused}`;
  return item && value !== null ? sayExamValue(item, value as ExamValue) : '';
};

/** Everything that is there, what is not normal first. */
function linesOf({ entries, computed }: Physical): Line[] {
  const lines = [
    ...entries
      .filter(({ value, refused }) => value !== null || refused !== null)
      .map((entry) => ({
        code: entry.code,
        value: saidValue(entry),
        verdict: entry.verdict,
        sentence: [entry.band, entry.verdict === 'normal' ? null : entry.sentence].filter(Boolean).join('；'),
      })),
    ...computed.map(({ code, value, verdict, sentence }) => ({
      code,
      value: String(value),
      verdict,
      sentence: verdict === 'normal' ? '' : (sentence ?? ''),
    })),
  ];
  return lines.sort((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict));
}

function Results({ physical }: { physical: Physical }) {
  return (
    <div className="review-scroll" tabIndex={0} role="region" aria-label="所有结果">
      <table className="review-table">
        <thead>
          <tr>
            <th scope="col">项目</th>
            <th scope="col">这次</th>
            <th scope="col">判断</th>
            <th scope="col">正常</th>
            {physical.earlier.map(({ day }) => (
              <th key={day} scope="col">
                {day.slice(0, 4)}年
              </th>
            ))}
            <th scope="col">说明</th>
          </tr>
        </thead>
        <tbody>
          {linesOf(physical).map(({ code, value, verdict, sentence }) => {
            const item = itemOf(code);
            return (
              <tr key={code} className={verdict ? `review-${verdict}` : ''}>
                <th scope="row">{item?.plain}</th>
                <td>
                  <strong>{value}</strong> {item?.unit === 'points' ? '' : item?.unit}
                </td>
                <td>{verdict && <span className={`verdict verdict-${verdict}`}>{verdictWords[verdict]}</span>}</td>
                <td>{item && referenceText(item, physical)}</td>
                {physical.earlier.map(({ day, values }) => (
                  <td key={day}>{values.find((one) => one.code === code)?.value ?? '—'}</td>
                ))}
                <td>{sentence}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

const namesOf = (codes: readonly string[]): string => codes.map((code) => itemOf(code)?.plain ?? code).join('、');

function Review({ physical }: { physical: Physical }) {
  const { counts, missing, selfCare, remarks } = physical;
  return (
    <>
      <PageHeader
        title={`${physical.name}的体检小结`}
        note={`${sexNames[physical.sex]} ${physical.age}岁，${dayText(physical.day)} ${physical.serviceName}`}
        back={<Link to={`/physicals?day=${physical.day}`}>返回当天体检</Link>}
        actions={<Link to={`/physicals/${physical.id}`}>填写结果</Link>}
      />
      <section className="panel" aria-labelledby="review-results">
        <h2 id="review-results">结果</h2>
        <p>
          危急 <strong>{counts.critical}</strong> 项，异常 <strong>{counts.abnormal}</strong> 项，正常 {counts.normal}{' '}
          项。
          {selfCare && `生活自理能力${selfCare.total}分，${selfCare.bandName}。`}
          {remarks.join('')}
        </p>
        {missing.length > 0 && (
          <p className="review-missing">{`还有 ${missing.length} 项必查没有结果：${namesOf(missing)}。`}</p>
        )}
        <Results physical={physical} />
      </section>
      <ReviewForm key={physical.version} physical={physical} />
    </>
  );
}

/** What the doctor reads and says of one check-up. */
export function ReviewPage() {
  const { id = '' } = useParams();
  const query = usePhysical(id);
  return (
    <QueryView query={query} title="体检小结">
      {(physical) => <Review physical={physical} />}
    </QueryView>
  );
}
