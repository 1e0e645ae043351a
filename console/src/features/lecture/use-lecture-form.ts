import type { Lecture } from '@linkang/shared/api/lecture.routes';
import type { FieldFault } from '@linkang/shared/errors';
import type { FormInstance } from 'antd';
import { Form } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router-dom';
import { errorText, hasCode } from '../../api/api-error';
import { useAccount } from '../../api/sign-in';
import { faultsOf, faultText, showFaults } from '../../components/form-faults';
import { dropDraft, keepDraft, readDraft } from '../../components/kept-draft';
import { useUnsavedGuard } from '../../components/unsaved-guard';
import { useTell } from '../../components/use-tell';
import type { LectureValues, PlainLecture } from './lecture-values';
import {
  checkLecture,
  formFieldOf,
  isPlainLecture,
  isSameLecture,
  plainOf,
  plainOfLecture,
  plainOfSearch,
  valuesOf,
} from './lecture-values';
import { useLectureActions } from './use-lecture-actions';

/** Keeps unsaved content on this machine and gives back what an earlier visit left. */
function useKeptLecture(id: string, baseline: PlainLecture) {
  const accountId = useAccount()?.id ?? '';
  const key = `lecture.${accountId}.${id}`;
  const [found, setFound] = useState(() => readDraft(key, isPlainLecture)?.value ?? null);
  const [plain, setPlain] = useState(found ?? baseline);
  const dirty = !isSameLecture(plain, baseline);
  useEffect(() => {
    if (dirty && accountId) keepDraft(key, plain);
  }, [key, plain, dirty, accountId]);
  const drop = (): void => {
    dropDraft(key);
    setFound(null);
  };
  return { plain, setPlain, dirty, restored: found !== null, drop };
}

const CONFLICT_WORDS = '这场活动刚刚被别人改过，没有保存。请刷新页面，您的修改会留着，核对后再保存。';

const readForm = (form: FormInstance<LectureValues>): PlainLecture =>
  plainOf(form.getFieldsValue(true) as Partial<LectureValues>);

/** Checks the form and saves it; faults are shown beside their fields, other refusals above them. */
function useStore(form: FormInstance<LectureValues>, onSaved: (reply: Lecture) => void) {
  const { save, publish, busy } = useLectureActions();
  const [failure, setFailure] = useState<string | null>(null);
  const show = (faults: readonly FieldFault[], otherwise: string | null): null => {
    const loose = showFaults(form, faults, formFieldOf).map(faultText);
    setFailure(loose.length > 0 ? loose.join('；') : faults.length > 0 ? null : otherwise);
    return null;
  };
  const store = async (saved: Lecture | null): Promise<Lecture | null> => {
    const checked = checkLecture(readForm(form));
    if (checked.faults) return show(checked.faults, null);
    setFailure(null);
    try {
      const reply = await save(checked.body, saved);
      onSaved(reply);
      return reply;
    } catch (error) {
      return show(faultsOf(error), hasCode(error, 'STATE_CONFLICT') ? CONFLICT_WORDS : errorText(error));
    }
  };
  return { store, publish, busy, failure };
}

/** State and actions of the form of a lecture. */
export function useLectureForm(lecture: Lecture | null) {
  const [form] = Form.useForm<LectureValues>();
  const navigate = useNavigate();
  const tell = useTell();
  // The version that the form started from: a newer one loaded meanwhile must not hide a conflict.
  const [saved, setSaved] = useState(lecture);
  const [search] = useSearchParams();
  const [proposed] = useState(() => plainOfSearch(search));
  const baseline = useMemo(() => (saved ? plainOfLecture(saved) : proposed), [saved, proposed]);
  const { plain, setPlain, dirty, restored, drop } = useKeptLecture(lecture?.id ?? `new${search.toString()}`, baseline);
  const letPass = useUnsavedGuard(dirty);
  const [initialValues] = useState(() => valuesOf(plain));
  const { store, publish, busy, failure } = useStore(form, (reply) => {
    setSaved(reply);
    setPlain(plainOfLecture(reply));
    drop();
    letPass();
  });
  const goToNew = (id: string): void => {
    if (!lecture) void navigate(`/lectures/${id}`, { replace: true });
  };
  return {
    form,
    initialValues,
    dirty,
    failure,
    restored,
    busy,
    discard: () => {
      drop();
      setPlain(baseline);
      form.setFieldsValue(valuesOf(baseline));
    },
    changed: () => {
      form.setFields((['endTime', 'latitude', 'longitude'] as const).map((name) => ({ name, errors: [] })));
      setPlain(readForm(form));
    },
    save: async (): Promise<void> => {
      const reply = await store(saved);
      if (!reply) return;
      tell.done('已保存');
      goToNew(reply.id);
    },
    publish: async (): Promise<void> => {
      const target = dirty || !saved ? await store(saved) : saved;
      if (!target) return;
      await publish(target.id);
      goToNew(target.id);
    },
  };
}
