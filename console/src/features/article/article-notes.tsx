import { Alert, App, Button } from 'antd';
import { articleApi } from '../../api/clients';
import { useTell } from '../../components/use-tell';
import { instantText } from '../../components/words';
import type { ArticleFormState } from './use-article-form';

/** Offers the copy that an earlier visit left on this machine. */
export function FoundCopyNote({ form }: { form: ArticleFormState }) {
  const { found, forget } = form.copy;
  if (!found) return null;
  const restore = (): void => {
    form.replace(found.value);
    forget();
  };
  return (
    <Alert
      type="info"
      showIcon
      title={`这台电脑上有一份没保存的文字（${instantText(found.at)}）`}
      action={
        <div className="button-row">
          <Button type="primary" onClick={restore}>
            恢复
          </Button>
          <Button onClick={forget}>丢弃</Button>
        </div>
      }
    />
  );
}

/** Somebody else saved the article meanwhile: the typed text stays until its author decides. */
export function ConflictNote({ form }: { form: ArticleFormState }) {
  const { modal } = App.useApp();
  const tell = useTell();
  const id = form.saved?.id;
  if (!form.conflict || !id) return null;
  const meet = async (takeText: boolean): Promise<void> => {
    try {
      form.meet(await articleApi.get({ params: { id } }), takeText);
    } catch (error) {
      tell.failed(error);
    }
  };
  const loadNewer = (): void =>
    void modal.confirm({
      title: '载入新版本？',
      content: '您在这一页写的、没保存的文字会被新版本换掉。',
      okText: '载入',
      cancelText: '返回',
      onOk: () => meet(true),
    });
  return (
    <Alert
      type="warning"
      showIcon
      title="这篇文章刚刚被别人改过，没有保存"
      description="您写的文字还在这一页。可以载入新版本，也可以留下自己的文字、再按一次保存（会换掉别人的修改）。"
      action={
        <div className="button-row">
          <Button onClick={loadNewer}>载入新版本</Button>
          <Button onClick={() => void meet(false)}>留下我的文字</Button>
        </div>
      }
    />
  );
}
