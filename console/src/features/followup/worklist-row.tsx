import type { DueItem } from '@linkang/shared/api/followup.routes';
import { staffMay } from '@linkang/shared/api/policy';
import { dueRule, dueStatusNames } from '@linkang/shared/domain/chronic-due';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Tag } from 'antd';
import { Link } from 'react-router-dom';
import { followupApi } from '../../api/clients';
import { useAccount } from '../../api/sign-in';
import { useTell } from '../../components/use-tell';
import { dayText, sexNames, todayDay } from '../../components/words';
import { dueColours, programmeNames } from './followup-words';

function useAttempt({ enrolmentId, rev, name }: DueItem) {
  const queryClient = useQueryClient();
  const tell = useTell();
  return useMutation({
    mutationFn: () => followupApi.attempt({ params: { id: enrolmentId }, body: { rev, reached: false } }),
    onSuccess: ({ status }) =>
      tell.done(status === 'lost' ? `${name}三天都没打通，已记为失访` : '已记下没打通，过一天再打'),
    onError: tell.failed,
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['follow-ups'] }),
  });
}

function Standing({ item }: { item: DueItem }) {
  const { dueStatus, nextDueDay, lastDay, lastClassName, failedAttempts, unconfirmed, visit, programme } = item;
  const others = (visit?.programmes ?? []).filter((code) => code !== programme);
  return (
    <p className="followup-facts">
      <Tag color={dueColours[dueStatus]}>{dueStatusNames[dueStatus]}</Tag>
      {nextDueDay && <span>最晚 {dayText(nextDueDay)}</span>}
      <span>{lastDay ? `上次 ${dayText(lastDay)}${lastClassName ? `，${lastClassName}` : ''}` : '还没有随访过'}</span>
      {others.length > 0 && <span>这次一起：{others.map((code) => programmeNames[code]).join('、')}</span>}
      {failedAttempts > 0 && (
        <span>
          已打 {failedAttempts} 次没打通（不同的 {dueRule.lostAfterAttempts} 天都打不通算失访）
        </span>
      )}
      {unconfirmed && <Tag color="processing">分类待医生确认</Tag>}
    </p>
  );
}

/** One person who is to be followed up, with what can be done at once. */
export function WorklistRow({ item }: { item: DueItem }) {
  const attempt = useAttempt(item);
  const roles = useAccount()?.roles ?? [];
  const { residentId, name, age, sex, programmeName, kind, doctorName } = item;
  const isSeen = item.lastDay === todayDay();
  return (
    <li className="followup-row">
      <div>
        <p className="followup-name">
          <strong>{name}</strong> {sexNames[sex]} {age}岁 · {programmeName}
          {kind === 'highRisk' && '高危'}
          {doctorName && <span className="followup-soft"> · {doctorName}</span>}
        </p>
        <Standing item={item} />
      </div>
      <div className="button-row">
        {staffMay(roles, 'followup.attempt') && !isSeen && (
          <Button loading={attempt.isPending} aria-label={`记没打通：${name}`} onClick={() => attempt.mutate()}>
            没打通
          </Button>
        )}
        <Link
          className="ant-btn ant-btn-primary followup-go"
          to={`/follow-ups/people/${residentId}`}
          aria-label={`随访：${name}`}
        >
          随访
        </Link>
      </div>
    </li>
  );
}
