import type { Enrolment } from '@linkang/shared/api/followup.routes';
import { staffMay } from '@linkang/shared/api/policy';
import { dueStatusNames } from '@linkang/shared/domain/chronic-due';
import { addDays } from '@linkang/shared/domain/clinic-day';
import { endReasons } from '@linkang/shared/domain/follow-up-visit';
import { Button, Tag } from 'antd';
import { useState } from 'react';
import { followupApi } from '../../api/clients';
import { useAccount } from '../../api/sign-in';
import { dayText, instantText, todayDay } from '../../components/words';
import { AssignDialog } from './assign-dialog';
import { EndDialog } from './end-dialog';
import { dueColours, eventNames } from './followup-words';
import { useEnrolmentChange } from './use-enrolment-change';

/** Days until the next visit of somebody who was found again. */
const FOUND_DAYS = 7;

function LostButton({ enrolment: { id, residentId, rev, status } }: { enrolment: Enrolment }) {
  const isLost = status === 'lost';
  const change = useEnrolmentChange(
    residentId,
    () =>
      followupApi.lost({
        params: { id },
        body: isLost ? { rev, lost: false, nextDueDay: addDays(todayDay(), FOUND_DAYS) } : { rev, lost: true },
      }),
    isLost ? '已恢复随访，一周内请安排' : '已记为失访',
  );
  return (
    <Button loading={change.isPending} onClick={() => change.mutate(undefined)}>
      {isLost ? '重新联系上了' : '记为失访'}
    </Button>
  );
}

function RecallButton({ enrolment: { id, residentId, rev } }: { enrolment: Enrolment }) {
  const change = useEnrolmentChange(
    residentId,
    () => followupApi.recall({ params: { id }, body: { rev, day: todayDay() } }),
    '已记下今天复测过',
  );
  return (
    <Button loading={change.isPending} onClick={() => change.mutate(undefined)}>
      今天复测过
    </Button>
  );
}

function Actions({ enrolment }: { enrolment: Enrolment }) {
  const roles = useAccount()?.roles ?? [];
  const [open, setOpen] = useState<'assign' | 'end' | null>(null);
  if (enrolment.status === 'ended') return null;
  return (
    <div className="button-row">
      {enrolment.kind === 'highRisk' && staffMay(roles, 'followup.recall') && <RecallButton enrolment={enrolment} />}
      {staffMay(roles, 'followup.lost') && <LostButton enrolment={enrolment} />}
      {staffMay(roles, 'followup.assign') && <Button onClick={() => setOpen('assign')}>换医生</Button>}
      {staffMay(roles, 'followup.end') && <Button onClick={() => setOpen('end')}>结束管理</Button>}
      {open === 'assign' && <AssignDialog enrolment={enrolment} onClose={() => setOpen(null)} />}
      {open === 'end' && <EndDialog enrolment={enrolment} onClose={() => setOpen(null)} />}
    </div>
  );
}

function Facts({ enrolment }: { enrolment: Enrolment }) {
  const { sinceDay, untilDay, endReason, doctorName, teamName, nextDueDay, lastDay, lastClassName } = enrolment;
  return (
    <dl className="followup-dl">
      <div>
        <dt>下次最晚</dt>
        <dd>{nextDueDay && untilDay === null ? dayText(nextDueDay) : '—'}</dd>
      </div>
      <div>
        <dt>上次</dt>
        <dd>{lastDay ? `${dayText(lastDay)}${lastClassName ? ` ${lastClassName}` : ''}` : '还没有'}</dd>
      </div>
      <div>
        <dt>负责</dt>
        <dd>{[doctorName, teamName].filter(Boolean).join(' · ') || '—'}</dd>
      </div>
      <div>
        <dt>纳入</dt>
        <dd>
          {dayText(sinceDay)}
          {untilDay && `，${dayText(untilDay)}结束${endReason ? `（${endReasons[endReason]}）` : ''}`}
        </dd>
      </div>
    </dl>
  );
}

/** One programme of a person: how it stands, who looks after it, and what can be changed. */
export function EnrolmentCard({ enrolment }: { enrolment: Enrolment }) {
  const { programmeName, kind, dueStatus, history } = enrolment;
  return (
    <section className="panel followup-card" aria-label={programmeName}>
      <h2>
        {programmeName}
        {kind === 'highRisk' && '高危'}{' '}
        {dueStatus ? <Tag color={dueColours[dueStatus]}>{dueStatusNames[dueStatus]}</Tag> : <Tag>已结束</Tag>}
      </h2>
      <Facts enrolment={enrolment} />
      <Actions enrolment={enrolment} />
      <details>
        <summary>经过（{history.length}）</summary>
        <ul className="followup-formulas">
          {history.map(({ at, what, byName, doctorName }) => (
            <li key={`${at}${what}`}>
              {instantText(at)} {eventNames[what]}
              {what === 'assigned' && doctorName && `：${doctorName}`}
              {byName && `（${byName}）`}
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}
