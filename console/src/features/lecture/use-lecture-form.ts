import type { Lecture } from '@linkang/shared/api/lecture.routes';
import type { FieldFault } from '@linkang/shared/errors';
import { Form } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { errorText, hasCode } from '../../api/api-error';
import { useAccount } from '../../api/sign-in';
import { faultsOf, faultText, showFaults } from '../../components/form-faults';
import { dropDraft, keepDraft, readDraft } from '../../components/kept-draft';
import { useUnsavedGuard } from '../../components/unsaved-guard';
import { useTell } from '../../components/use-tell';
import type { LectureValues, PlainLecture } from './lecture-values';
import {
  checkLecture,
  emptyLecture,
  isPlainLecture,
  isSameLecture,
  plainOf,
  plainOfLecture,
  valuesOf,
} from './lecture-values';
import { useLectureActions } from './use-lecture-actions';

/** Keeps unsaved content on this machine and gives back what an earlier visit left. */
function useKeptLecture(id: string, plain: PlainLecture, dirty: boolean) {
  const accountId = useAccount()?.id ?? '';
  const key = `lecture.${accountId}.${id}`;
  const [found] = useState(() => readDraft(key, isPlainLecture)?.value ?? null);
  useEffect(() => {
    if (dirty && accountId) keepDraft(key, plain);
  }, [key, plain, dirty, accountId]);
  return { found, drop: () => dropDraft(key) };
}

/** State and actions of the form of a lecture. */
export function useLectureForm(lecture: Lecture | null) {
  const [form] = Form.useForm<LectureValues>();
  const navigate = useNavigate();
  const tell = useTell();
  const actions = useLectureActions();
  const [failure, setFailure] = useState<string | null>(null);
  const baseline = useMemo(() => (lecture ? plainOfLecture(lecture) : emptyLecture), [lecture]);
  const [plain, setPlain] = useState(baseline);
  const dirty = !isSameLecture(plain, baseline);
  const kept = useKeptLecture(lecture?.id ?? 'new', plain, dirty);
  const letPass = useUnsavedGuard(dirty);
  const [initialValues] = useState(() => valuesOf(kept.found ?? baseline));
  useEffect(() => setPlain(plainOf(initialValues)), [initialValues]);

  const show = (faults: readonly FieldFault[], otherwise: string | null): null => {
    const loose = showFaults(form, faults).map(faultText);
    setFailure(loose.length > 0 ? loose.join('；') : faults.length > 0 ? null : otherwise);
    return null;
  };
  const store = async (): Promise<Lecture | null> => {
    const checked = checkLecture(plainOf(form.getFieldsValue(true) as Partial<LectureValues>));
    if (checked.faults) return show(checked.faults, null);
    setFailure(null);
    try {
      const reply = await actions.save(checked.body, lecture);
      setPlain(plainOfLecture(reply));
      kept.drop();
      letPass();
      return reply;
    } catch (error) {
      const words = hasCode(error, 'STATE_CONFLICT')
        ? '这场讲座刚刚被别人改过，没有保存。请记下您的修改，刷新后再改。'
        : errorText(error);
      return show(faultsOf(error), words);
    }
  };
  return {
    form,
    initialValues,
    dirty,
    failure,
    restored: kept.found !== null,
    busy: actions.busy,
    changed: () => setPlain(plainOf(form.getFieldsValue(true) as Partial<LectureValues>)),
    save: async (): Promise<void> => {
      const reply = await store();
      if (!reply) return;
      tell.done('已保存');
      if (!lecture) void navigate(`/lectures/${reply.id}`, { replace: true });
    },
    publish: async (): Promise<void> => {
      const target = dirty || !lecture ? await store() : lecture;
      if (!target) return;
      await actions.publish(target.id);
      if (!lecture) void navigate(`/lectures/${target.id}`, { replace: true });
    },
  };
}
