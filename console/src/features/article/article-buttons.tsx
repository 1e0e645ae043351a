import { App, Button } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { ScheduleDialog } from './schedule-dialog';
import type { ArticleFormState } from './use-article-form';

/** What can be done with the text as it stands. */
function stepsOf({ saved, dirty }: ArticleFormState) {
  const isNew = !saved || dirty;
  const approved = !isNew && saved.approved;
  const mayPublish = approved || !saved?.reviewRequired;
  const hasNews = isNew || saved.stage !== 'settled';
  return {
    mayPublish: mayPublish && hasNews,
    maySubmit: hasNews && !approved && (isNew || saved.stage === 'writing'),
    mayWithdraw: saved?.state === 'published',
    isScheduled: !isNew && saved.stage === 'scheduled',
    isUpdate: saved?.state === 'published',
  };
}

/** The buttons of an article, by its state. */
export function ArticleButtons({ form, onPreview }: { form: ArticleFormState; onPreview: () => void }) {
  const { modal } = App.useApp();
  const navigate = useNavigate();
  const [scheduling, setScheduling] = useState(false);
  const { mayPublish, maySubmit, mayWithdraw, isScheduled, isUpdate } = stepsOf(form);
  const { saved, busy } = form;
  const confirmPublish = (): void =>
    void modal.confirm({
      title: isUpdate ? '发布这个新版本？' : '发布这篇文章？',
      content: '发布后，所有居民都能在小程序里看到。',
      okText: '确认发布',
      cancelText: '返回',
      onOk: () => form.publish(),
    });
  const confirmWithdraw = (): void =>
    void modal.confirm({
      title: '撤下这篇文章？',
      content: '撤下后居民看不到，文字还在“已撤下”里，可以再发布。',
      okText: '确认撤下',
      cancelText: '返回',
      onOk: () => form.withdraw(),
    });
  const setTime = async (publishAt: string): Promise<void> => {
    await form.schedule(publishAt);
    setScheduling(false);
  };
  return (
    <>
      {saved && <Button onClick={() => void navigate(`/articles/${saved.id}/versions`)}>历史版本</Button>}
      <Button onClick={onPreview}>预览</Button>
      <Button loading={busy} onClick={() => void form.save()}>
        {isUpdate ? '保存新版本' : '保存草稿'}
      </Button>
      {mayWithdraw && (
        <Button danger disabled={busy} onClick={confirmWithdraw}>
          撤下
        </Button>
      )}
      {maySubmit && (
        <Button type={mayPublish ? 'default' : 'primary'} disabled={busy} onClick={() => void form.submit()}>
          提交审核
        </Button>
      )}
      {isScheduled && (
        <Button disabled={busy} onClick={() => void form.schedule(null)}>
          取消定时
        </Button>
      )}
      {mayPublish && !isScheduled && (
        <Button disabled={busy} onClick={() => setScheduling(true)}>
          定时发布
        </Button>
      )}
      {mayPublish && (
        <Button type="primary" disabled={busy} onClick={confirmPublish}>
          发布
        </Button>
      )}
      <ScheduleDialog
        open={scheduling}
        busy={busy}
        onSubmit={(at) => void setTime(at)}
        onClose={() => setScheduling(false)}
      />
    </>
  );
}
