import type { FollowUp, FollowUpPart } from '@linkang/shared/api/followup.routes';
import { staffMay } from '@linkang/shared/api/policy';
import { visitWays } from '@linkang/shared/domain/follow-up-visit';
import { chronicProgrammes } from '@linkang/shared/domain/tables/chronic-all';
import { Button, Tag } from 'antd';
import { useAccount } from '../../api/sign-in';
import { dayText } from '../../components/words';
import { valueText } from './followup-words';

function Part({ part }: { part: FollowUpPart }) {
  const { programme, programmeName, className, sentence, reason, action, urgent, confirmed, nextDay, values } = part;
  const said = chronicProgrammes[programme].form.flatMap((field) => {
    const value = values[field.code];
    return value === undefined || field.code === 'way' ? [] : [`${field.name} ${valueText(field, value)}`];
  });
  return (
    <div className="followup-part">
      <p>
        <strong>{programmeName}</strong> <Tag color={urgent ? 'error' : 'default'}>{className}</Tag>
        {!confirmed && <Tag color="processing">待医生确认</Tag>}
        <span className="followup-soft">下次最晚 {dayText(nextDay)}</span>
      </p>
      <p>{said.join('；')}</p>
      <p className="followup-soft">{sentence}</p>
      {reason !== null && <p>医生改分类的原因：{reason}</p>}
      <p>{action}</p>
    </div>
  );
}

/** The visits of a person, the newest first, each with what was found. */
export function VisitList({ visits, onAmend }: { visits: readonly FollowUp[]; onAmend: (visit: FollowUp) => void }) {
  const roles = useAccount()?.roles ?? [];
  return (
    <section className="panel" aria-label="随访记录">
      <h2>随访记录</h2>
      {visits.length === 0 && <p>还没有随访过。</p>}
      <ul className="followup-list">
        {visits.map((visit) => {
          const isConfirmed = visit.parts.every(({ confirmed }) => confirmed);
          const words = isConfirmed ? '更正' : '确认分类';
          return (
            <li key={visit.id} className="followup-visit">
              <div className="followup-visit-head">
                <h3>
                  {dayText(visit.day)} {visitWays[visit.way]}随访{' '}
                  <span className="followup-soft">
                    {visit.byName}
                    {visit.amended > 0 && ` · 更正过${visit.amended}次`}
                  </span>
                </h3>
                {staffMay(roles, 'followup.amend') && (
                  <Button
                    type={isConfirmed ? 'default' : 'primary'}
                    aria-label={`${words}：${dayText(visit.day)}的随访`}
                    onClick={() => onAmend(visit)}
                  >
                    {words}
                  </Button>
                )}
              </div>
              {visit.parts.map((part) => (
                <Part key={part.programme} part={part} />
              ))}
              {visit.medicines.length > 0 && (
                <p>用药：{visit.medicines.map(({ name, dose, often }) => `${name} ${dose} ${often}`).join('；')}</p>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
