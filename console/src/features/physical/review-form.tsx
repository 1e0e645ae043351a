import type { Physical } from '@linkang/shared/api/physical.routes';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Checkbox, Input, Select } from 'antd';
import { useState } from 'react';
import { ApiError, errorText } from '../../api/api-error';
import { physicalApi } from '../../api/clients';
import { ReasonDialog } from '../../components/reason-dialog';
import { useUnsavedGuard } from '../../components/unsaved-guard';
import { useTell } from '../../components/use-tell';
import { itemOf } from './items';

type Review = Physical['review'];

const WORDS_MAX = 2000;
const diseases = [
  { value: 'HTN', label: '高血压' },
  { value: 'T2DM', label: '2型糖尿病' },
  { value: 'CHD', label: '冠心病' },
  { value: 'STROKE', label: '脑卒中' },
] as const;

/** Saves, releases and opens again; what another changed meanwhile is loaded and told. */
function useReview(physical: Physical, review: Review, onSaved: () => void) {
  const { id } = physical;
  const queryClient = useQueryClient();
  const tell = useTell();
  const taken = (after: Physical): void => void queryClient.setQueryData(['physical', id], after);
  const onError = (error: unknown): void => {
    if (error instanceof ApiError && error.code === 'STATE_CONFLICT')
      void queryClient.invalidateQueries({ queryKey: ['physical', id] });
  };
  const write = (): Promise<Physical> => physicalApi.review({ params: { id }, body: { rev: physical.rev, ...review } });
  const save = useMutation({
    mutationFn: write,
    onSuccess: (after) => {
      taken(after);
      onSaved();
      tell.done('小结已保存');
    },
    onError,
  });
  const release = useMutation({
    // What is written goes out with it: the report is of the revision that this made.
    mutationFn: async () => {
      const saved = await write();
      taken(saved);
      return physicalApi.release({ params: { id }, body: { rev: saved.rev } });
    },
    onSuccess: (after) => {
      taken(after);
      onSaved();
      tell.done('报告已发布，居民会收到消息');
    },
    onError,
  });
  const reopen = useMutation({
    mutationFn: (reason: string) => physicalApi.reopen({ params: { id }, body: { rev: physical.rev, reason } }),
    onSuccess: taken,
    onError: (error) => {
      onError(error);
      tell.failed(error);
    },
  });
  return { save, release, reopen };
}

function Problem({ error }: { error: unknown }) {
  const fields = error instanceof ApiError ? error.fields : [];
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={errorText(error)}
      description={fields.length > 0 ? fields.map(({ message }) => message).join('') : undefined}
      style={{ marginBottom: 12 }}
    />
  );
}

function Released({ physical, reopen }: { physical: Physical; reopen: ReturnType<typeof useReview>['reopen'] }) {
  const [asking, setAsking] = useState(false);
  return (
    <section className="panel" aria-label="已发布">
      <Alert type="success" showIcon title="报告已经发布，居民在手机上可以看到。" />
      <p className="review-said">{physical.review.summary}</p>
      <p className="review-said">{physical.review.guidance}</p>
      {physical.can.reopen && <Button onClick={() => setAsking(true)}>重新打开，更正报告</Button>}
      <ReasonDialog
        open={asking}
        title="重新打开报告"
        note="更正后发布成新的一版。发布以前，居民看到的还是原来那一版；原来的会一直留着。"
        okText="重新打开"
        busy={reopen.isPending}
        onSubmit={(reason) => reopen.mutate(reason, { onSuccess: () => setAsking(false) })}
        onClose={() => setAsking(false)}
      />
    </section>
  );
}

interface FieldsProps {
  physical: Physical;
  review: Review;
  onChange: (review: Review) => void;
}

function Fields({ physical, review, onChange }: FieldsProps) {
  const found = physical.entries.filter(({ verdict }) => verdict === 'abnormal' || verdict === 'critical');
  const codes = [...new Set([...found.map(({ code }) => code), ...review.beyondAbility])];
  return (
    <div className="stack">
      <label>
        小结（居民会看到，请用平常的话）
        <Input.TextArea
          rows={4}
          showCount
          maxLength={WORDS_MAX}
          value={review.summary}
          onChange={(event) => onChange({ ...review, summary: event.target.value })}
        />
      </label>
      <label>
        健康指导（吃什么、怎么动、何时复查）
        <Input.TextArea
          rows={3}
          showCount
          maxLength={WORDS_MAX}
          value={review.guidance}
          onChange={(event) => onChange({ ...review, guidance: event.target.value })}
        />
      </label>
      <fieldset className="review-known">
        <legend>已经确诊的病</legend>
        <Checkbox.Group
          options={[...diseases]}
          value={review.known}
          onChange={(known) => onChange({ ...review, known: known as Review['known'] })}
        />
      </fieldset>
      <div>
        <label htmlFor="beyond">本中心处理不了，要转上级医院的项目</label>
        <Select
          id="beyond"
          mode="multiple"
          style={{ width: '100%' }}
          placeholder="没有就不用选"
          options={codes.map((code) => ({ value: code, label: itemOf(code)?.plain ?? code }))}
          value={review.beyondAbility}
          onChange={(beyondAbility: string[]) => onChange({ ...review, beyondAbility })}
        />
      </div>
    </div>
  );
}

/** What the doctor says of the whole, and the release. */
export function ReviewForm({ physical }: { physical: Physical }) {
  const { modal } = App.useApp();
  const [review, setReview] = useState<Review>(physical.review);
  const [dirty, setDirty] = useState(false);
  useUnsavedGuard(dirty);
  const { save, release, reopen } = useReview(physical, review, () => setDirty(false));
  if (physical.status === 'released') return <Released physical={physical} reopen={reopen} />;
  const confirm = (): void =>
    void modal.confirm({
      title: '发布体检报告？',
      content: '居民马上会收到消息并看到报告。请确认结果和小结都看过了。',
      okText: '发布',
      cancelText: '再看看',
      onOk: () => release.mutate(),
    });
  const error: unknown = release.error ?? save.error;
  return (
    <section className="panel" aria-labelledby="review-words">
      <h2 id="review-words">医生小结</h2>
      {physical.amendedReason && (
        <Alert type="info" showIcon title={`正在更正第${physical.version - 1}版：${physical.amendedReason}`} />
      )}
      {error !== null && <Problem error={error} />}
      <Fields
        physical={physical}
        review={review}
        onChange={(next) => {
          setReview(next);
          setDirty(true);
        }}
      />
      <div className="button-row" style={{ marginTop: 16 }}>
        <Button loading={save.isPending} onClick={() => save.mutate()}>
          保存小结
        </Button>
        <Button type="primary" loading={release.isPending} onClick={confirm}>
          发布报告
        </Button>
      </div>
    </section>
  );
}
