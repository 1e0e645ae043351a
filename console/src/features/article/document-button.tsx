import { FileWordOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useRef } from 'react';
import { useMutation } from '@tanstack/react-query';
import { uploadDocument } from '../../api/upload';
import { useSubmissionKey } from '../../api/use-submission-key';
import { useTell } from '../../components/use-tell';
import type { ArticleFormState } from './use-article-form';

type Read = Awaited<ReturnType<typeof uploadDocument>>;

/** Chooses a Word document and puts its text into the editor. */
export function DocumentButton({ form }: { form: ArticleFormState }) {
  const input = useRef<HTMLInputElement>(null);
  const { modal } = App.useApp();
  const tell = useTell();
  const key = useSubmissionKey();
  const take = ({ title, html, pictures, picturesLost }: Read): void => {
    const { content } = form;
    form.replace({ ...content, title: content.title.trim() === '' ? title : content.title, html });
    tell.done(`已读入，有 ${pictures} 张图片，请从头看一遍`);
    if (picturesLost > 0)
      modal.warning({
        title: `有 ${picturesLost} 张图片没有读进来`,
        content: '它们的格式手机上看不了。请在 Word 里另存成 JPG 或 PNG 图片，再用“图片”按钮插入。',
        okText: '知道了',
      });
  };
  const read = useMutation({
    mutationFn: (file: File) => uploadDocument(file, key.keyFor([file.name, file.size, file.lastModified])),
    onSuccess: (reply) => {
      key.done();
      take(reply);
    },
    onError: tell.failed,
  });
  const choose = (file: File | undefined): void => {
    if (!file) return;
    if (form.content.html === '') read.mutate(file);
    else
      modal.confirm({
        title: '换成文档里的文字？',
        content: '编辑框里现在的正文会被换掉，可以用“撤销”找回。',
        okText: '换成文档的',
        cancelText: '返回',
        onOk: () => read.mutate(file),
      });
  };
  return (
    <>
      <Button icon={<FileWordOutlined aria-hidden />} loading={read.isPending} onClick={() => input.current?.click()}>
        从 Word 文档读入
      </Button>
      <input
        ref={input}
        type="file"
        accept=".docx,.doc"
        style={{ display: 'none' }}
        aria-label="从 Word 文档读入"
        onChange={(event) => {
          choose(event.target.files?.[0]);
          // The same file may be chosen again after it was corrected.
          event.target.value = '';
        }}
      />
    </>
  );
}
