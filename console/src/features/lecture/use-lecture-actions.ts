import type { Lecture, LectureRoutes } from '@linkang/shared/api/lecture.routes';
import type { CallInput } from '@linkang/shared/api/route';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { hasCode } from '../../api/api-error';
import { lectureApi } from '../../api/clients';
import { useSubmissionKey } from '../../api/use-submission-key';
import { useTell } from '../../components/use-tell';

/** What the API takes. */
export type LectureBody = CallInput<LectureRoutes['create']>['body'];

/** Calls that change a lecture. Publishing and cancelling say how they went; saving leaves faults to the form. */
export function useLectureActions() {
  const queryClient = useQueryClient();
  const submission = useSubmissionKey();
  const { modal } = App.useApp();
  const tell = useTell();
  const refresh = async (): Promise<void> => {
    await Promise.all(
      [['lectures'], ['lecture'], ['today'], ['session-bookings']].map((queryKey) =>
        queryClient.invalidateQueries({ queryKey }),
      ),
    );
  };
  const call = useMutation({ mutationFn: (act: () => Promise<Lecture>) => act() });
  const settle = async (act: () => Promise<Lecture>, words: string): Promise<boolean> => {
    try {
      const lecture = await call.mutateAsync(act);
      queryClient.setQueryData(['lecture', lecture.id], lecture);
      tell.done(words);
    } catch (error) {
      if (!hasCode(error, 'STATE_CONFLICT')) {
        tell.failed(error);
        return false;
      }
      modal.info({ title: '这场活动刚刚有变化', content: '已经重新载入，请看最新的状态。', okText: '知道了' });
    }
    await refresh();
    return true;
  };
  return {
    busy: call.isPending,
    save: async (body: LectureBody, saved: Lecture | null): Promise<Lecture> => {
      const lecture = await call.mutateAsync(() =>
        saved
          ? lectureApi.update({ params: { id: saved.id }, body: { ...body, rev: saved.rev } })
          : lectureApi.create({ body }, { idempotencyKey: submission.keyFor(body) }),
      );
      submission.done();
      queryClient.setQueryData(['lecture', lecture.id], lecture);
      await queryClient.invalidateQueries({ queryKey: ['lectures'] });
      return lecture;
    },
    publish: (id: string) => settle(() => lectureApi.publish({ params: { id } }), '已发布，居民可以报名了'),
    cancel: (id: string, reason: string) =>
      settle(() => lectureApi.cancel({ params: { id }, body: { reason } }), '活动已取消'),
  };
}
