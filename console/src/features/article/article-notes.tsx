import { Alert, Button } from 'antd';
import { instantText } from '../../components/words';
import type { ArticleFormState } from './use-article-form';

/** Offers the copy that an earlier visit left. */
export function FoundCopyNote({ form }: { form: ArticleFormState }) {
  const { found, forget } = form.copy;
  if (!found) return null;
  const restore = (): void => {
    form.replace(found.value);
    forget();
  };
  const place = found.place === 'machine' ? '这台电脑上' : '自动备份里';
  return (
    <Alert
      type="info"
      showIcon
      title={`${place}有一份没保存的文字（${instantText(found.at)}）`}
      description={`恢复或丢弃以后，才会接着自动备份。${
        found.isBehind ? '在那之后，这篇文章保存过新版本，恢复后请在“历史版本”里对照一下。' : ''
      }`}
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

/** Says when the latest version is shown, and what the reviewer said of it. */
export function ReviewNote({ form }: { form: ArticleFormState }) {
  const { saved } = form;
  if (!saved) return null;
  const { publishAt, review, stage, shownNo, no } = saved;
  return (
    <>
      {review?.note && stage === 'writing' && (
        <Alert
          type="warning"
          showIcon
          title={`${review.byName}退回了这篇文章（${instantText(review.at)}）`}
          description={review.note}
        />
      )}
      {publishAt && (
        <Alert type="info" showIcon title={`${instantText(publishAt)} 自动发布。再修改的话，要重新定时间。`} />
      )}
      {shownNo !== null && shownNo !== no && (
        <Alert type="info" showIcon title="居民现在看到的还是以前的版本，这一版发布后才换上。" />
      )}
    </>
  );
}

/** Says who else is typing, before two texts have to be compared. */
export function OthersNote({ form }: { form: ArticleFormState }) {
  const others = form.saved?.others ?? [];
  if (others.length === 0) return null;
  return (
    <Alert type="warning" showIcon title={`${others.map(({ name }) => name).join('、')}也在改这篇文章，请先商量好。`} />
  );
}
