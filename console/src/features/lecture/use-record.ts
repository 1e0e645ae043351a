import { checkRecordValues } from '@linkang/shared/domain/activity-record';
import type { ActivityKindCode } from '@linkang/shared/domain/activity-kinds';
import type { LectureRoutes } from '@linkang/shared/api/lecture.routes';
import type { CallReply, Input } from '@linkang/shared/api/route';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { errorText } from '../../api/api-error';
import { lectureApi } from '../../api/clients';
import { faultsOf, faultText } from '../../components/form-faults';
import { useUnsavedGuard } from '../../components/unsaved-guard';
import { useTell } from '../../components/use-tell';
import { recordKey } from './lecture-words';

/** An activity's file as it is read. */
export type ActivityRecord = CallReply<LectureRoutes['record']>;

/** What staff write into it. */
export type RecordContent = Omit<Input<LectureRoutes['saveRecord']>['body'], 'rev'>;

const contentOf = (record: ActivityRecord): RecordContent => ({
  values: record.values,
  handouts: record.handouts,
  photoIds: record.photos.map(({ id }) => id),
  photosAllowed: record.photosAllowed,
  paperSheet: record.paperSheet,
  summary: record.summary,
  articleIds: record.articles.map(({ id }) => id),
  pictureIds: record.pictures.map(({ id }) => id),
});

/** What keeps the content from being saved, in a sentence; undefined where nothing does. */
function faultOf(kind: ActivityKindCode, content: RecordContent): string | undefined {
  if (content.photoIds.length > 0 && !content.photosAllowed) return '照片里能认出的人都同意了才能放，请先问过再勾选。';
  if (content.handouts.some(({ name, copies }) => name.trim() === '' || copies < 1))
    return '发放的资料要写名称和份数，不要的请删掉。';
  return checkRecordValues(kind, content.values).length > 0
    ? '有数字填得不对：不能是负数，异常和转诊人数不能多于筛查人数。'
    : undefined;
}

/** The file of an activity as it is being written. */
export function useRecord(id: string, kind: ActivityKindCode, record: ActivityRecord) {
  const queryClient = useQueryClient();
  const tell = useTell();
  const [content, setContent] = useState(() => contentOf(record));
  const [dirty, setDirty] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const letPass = useUnsavedGuard(dirty);
  const call = useMutation({ mutationFn: (act: () => Promise<ActivityRecord>) => act() });
  const settle = async (act: () => Promise<ActivityRecord>, words: string): Promise<ActivityRecord | null> => {
    setFailure(null);
    try {
      const reply = await call.mutateAsync(act);
      queryClient.setQueryData(recordKey(id), reply);
      setDirty(false);
      letPass();
      tell.done(words);
      await queryClient.invalidateQueries({ queryKey: ['lectures'] });
      return reply;
    } catch (error) {
      const faults = faultsOf(error).map(faultText);
      setFailure(faults.length > 0 ? faults.join('；') : errorText(error));
      return null;
    }
  };
  const params = { id };
  const save = (): Promise<ActivityRecord | null> => {
    const fault = faultOf(kind, content);
    setFailure(fault ?? null);
    if (fault !== undefined) return Promise.resolve(null);
    return settle(() => lectureApi.saveRecord({ params, body: { ...content, rev: record.rev } }), '已保存');
  };
  return {
    content,
    dirty,
    failure,
    busy: call.isPending,
    change: (changes: Partial<RecordContent>): void => {
      setContent((before) => ({ ...before, ...changes }));
      setDirty(true);
    },
    save,
    finish: async (): Promise<void> => {
      const saved = dirty ? await save() : record;
      if (saved) await settle(() => lectureApi.finish({ params, body: { rev: saved.rev } }), '已归档');
    },
    reopen: () => settle(() => lectureApi.reopen({ params, body: { rev: record.rev } }), '可以修改了，改完请再归档'),
  };
}

/** What is done with the file that is being written. */
export type RecordState = ReturnType<typeof useRecord>;
