import { App, Button } from 'antd';
import type { ArticleFormState } from './use-article-form';

/** The buttons of an article, by its state. */
export function ArticleButtons({ form, onPreview }: { form: ArticleFormState; onPreview: () => void }) {
  const { modal } = App.useApp();
  const state = form.saved?.state ?? 'draft';
  const confirmPublish = (): void =>
    void modal.confirm({
      title: '发布这篇文章？',
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
  return (
    <>
      <Button onClick={onPreview}>预览</Button>
      <Button loading={form.busy} onClick={() => void form.save()}>
        {state === 'published' ? '保存修改' : '保存草稿'}
      </Button>
      {state === 'published' ? (
        <Button danger disabled={form.busy} onClick={confirmWithdraw}>
          撤下
        </Button>
      ) : (
        <Button type="primary" disabled={form.busy} onClick={confirmPublish}>
          发布
        </Button>
      )}
    </>
  );
}
