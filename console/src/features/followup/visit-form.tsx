import type { FollowUp, FollowupRoutes } from '@linkang/shared/api/followup.routes';
import type { CallReply } from '@linkang/shared/api/route';
import { FOLLOW_UP_WORDS_MAX, visitWays, type VisitWay } from '@linkang/shared/domain/follow-up-visit';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Radio } from 'antd';
import { useState, type FormEvent, type KeyboardEvent } from 'react';
import { followupApi } from '../../api/clients';
import { useAccount } from '../../api/sign-in';
import { useSubmissionKey } from '../../api/use-submission-key';
import { faultsOf, faultText } from '../../components/form-faults';
import { useTell } from '../../components/use-tell';
import { todayDay } from '../../components/words';
import { PartForm } from './part-form';
import { MedicineList } from './medicine-list';
import { formsOf, useVisitForm } from './use-visit-form';

interface VisitFormProps {
  residentId: string;
  seen: CallReply<FollowupRoutes['ofResident']>;
  /** The visit that is amended; null: a new one. */
  amended: FollowUp | null;
  onClose: () => void;
}

type Form = ReturnType<typeof useVisitForm>;

/** What keeps the form from being sent, in words; the first of it. */
function obstacleOf({ parts, draft }: Form, why: string | null): string | undefined {
  if (parts.length === 0) return '至少要填一种病。';
  for (const { programme, assessment, chosen, draft: own } of parts) {
    const fault = assessment.faults[0];
    if (fault) return `${programme.name}：${fault.text}`;
    if (!chosen) return `${programme.name}：请医生选择分类。`;
    if (chosen.isOther && own.reason.trim() === '') return `${programme.name}：改了分类，请写下原因。`;
  }
  if (draft.medicines.some(({ name, dose, often }) => !name.trim() || !dose.trim() || !often.trim()))
    return '用药没有填完，请填好或去掉。';
  return why !== null && why.trim() === '' ? '请写明为什么更正。' : undefined;
}

function useSave({ residentId, amended, onClose }: VisitFormProps, form: Form, why: string) {
  const queryClient = useQueryClient();
  const tell = useTell();
  const submission = useSubmissionKey();
  return useMutation({
    mutationFn: () => {
      const { day, way, medicines } = form.draft;
      const forms = formsOf(form.parts, day);
      if (amended)
        return followupApi.amend({ params: { id: amended.id }, body: { rev: amended.rev, why, forms, medicines } });
      const body = { day, way, forms, medicines };
      return followupApi.create({ params: { id: residentId }, body }, { idempotencyKey: submission.keyFor(body) });
    },
    onSuccess: async () => {
      submission.done();
      tell.done(amended ? '已更正，原来的内容保留' : '随访已保存');
      await Promise.all(
        [['follow-ups-of', residentId], ['follow-ups']].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
      );
      onClose();
    },
    onError: tell.failed,
  });
}

function Frame({ form, isFixed }: { form: Form; isFixed: boolean }) {
  const { day, way } = form.draft;
  return (
    <div className="followup-frame">
      <div>
        <label className="followup-label" htmlFor="visit-day">
          随访日期
        </label>
        <Input
          id="visit-day"
          type="date"
          className="followup-date"
          max={todayDay()}
          disabled={isFixed}
          value={day}
          onChange={(event) => event.target.value && form.setDay(event.target.value)}
        />
      </div>
      <div>
        <span className="followup-label">随访方式</span>
        <Radio.Group
          aria-label="随访方式"
          disabled={isFixed}
          options={Object.entries(visitWays).map(([value, label]) => ({ value, label }))}
          value={way}
          onChange={(event) => form.setWay(event.target.value as VisitWay)}
        />
      </div>
    </div>
  );
}

/** The form of a visit: every programme of the person at once, each with its class at every key. */
export function VisitForm(props: VisitFormProps) {
  const { seen, amended, onClose } = props;
  const form = useVisitForm(seen, amended);
  const [why, setWhy] = useState('');
  const [isTried, setTried] = useState(false);
  const save = useSave(props, form, why);
  const isDoctor = useAccount()?.roles.includes('doctor') ?? false;
  const obstacle = obstacleOf(form, amended ? why : null);
  const refused = faultsOf(save.error).map(faultText);
  const submit = (event?: FormEvent): void => {
    event?.preventDefault();
    setTried(true);
    if (!obstacle && !save.isPending) save.mutate();
  };
  const byKey = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit();
  };
  return (
    <form className="stack" onSubmit={submit} onKeyDown={byKey} aria-label={amended ? '更正随访' : '记一次随访'}>
      <section className="panel" aria-label="日期和方式">
        <h2>{amended ? '更正或确认这次随访' : '记一次随访'}</h2>
        <Frame form={form} isFixed={amended !== null} />
      </section>
      {form.parts.map((part) => (
        <PartForm
          key={part.programme.code}
          part={part}
          day={form.draft.day}
          isDoctor={isDoctor}
          isTried={isTried}
          onValue={form.setValue}
          onChange={(change) => form.setPart(part.programme.code, change)}
          {...(form.parts.length > 1 && !amended ? { onLeaveOut: () => form.leaveOut(part.programme.code) } : {})}
        />
      ))}
      <section className="panel" aria-label="用药和保存">
        <MedicineList medicines={form.draft.medicines} onChange={form.setMedicines} />
        {amended && (
          <div className="followup-field">
            <label htmlFor="visit-why">
              为什么更正或怎样确认<span className="followup-must">必填</span>
            </label>
            <Input.TextArea
              id="visit-why"
              rows={2}
              maxLength={FOLLOW_UP_WORDS_MAX}
              value={why}
              onChange={(event) => setWhy(event.target.value)}
            />
          </div>
        )}
        <div role="alert">
          {isTried && obstacle && <p className="followup-fault">{obstacle}</p>}
          {refused.map((text) => (
            <p key={text} className="followup-fault">
              {text}
            </p>
          ))}
        </div>
        <div className="button-row">
          <Button type="primary" htmlType="submit" loading={save.isPending}>
            {amended ? '保存更正' : '保存随访'}
          </Button>
          <Button onClick={onClose}>返回</Button>
          <span className="followup-soft">按 Ctrl+Enter 保存</span>
        </div>
      </section>
    </form>
  );
}
