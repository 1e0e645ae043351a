import { Alert, App, Button } from 'antd';
import { instantText } from '../../components/words';
import { DiffView } from './diff-view';
import type { ArticleFormState } from './use-article-form';

/** Somebody else saved the article meanwhile: both texts side by side, and nothing is lost until their reader decides. */
export function ConflictPanel({ form }: { form: ArticleFormState }) {
  const { modal } = App.useApp();
  const { theirs, content } = form;
  if (!theirs) return null;
  const takeTheirs = (): void =>
    void modal.confirm({
      title: '换成对方的文字？',
      content: '您在这一页写的、没保存的文字会被换掉。',
      okText: '换成对方的',
      cancelText: '返回',
      onOk: () => form.settle('theirs'),
    });
  return (
    <section className="panel" aria-label="两份文字">
      <Alert
        type="warning"
        showIcon
        title={`${theirs.authorName}在 ${instantText(theirs.at)} 保存过这篇文章，您的还没有保存`}
        description="下面标出了两份文字不同的地方。要合并的话，从对方的文字里复制到编辑框，再按“保存我的文字”。对方的文字会留在历史版本里。"
      />
      <DiffView before={theirs} after={content} beforeName={`${theirs.authorName}的文字`} afterName="我的文字" />
      <div className="button-row">
        <Button type="primary" loading={form.busy} onClick={() => void form.settle('mine')}>
          保存我的文字
        </Button>
        <Button onClick={takeTheirs}>换成对方的文字</Button>
      </div>
    </section>
  );
}
