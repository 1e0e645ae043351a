import type { Picture } from '@linkang/shared/api/file.routes';
import type { Editor } from '@tiptap/react';
import { Form, Input, Modal } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { PictureField } from '../../components/picture-field';
import { useUpload } from '../../components/use-upload';

const ALT_MAX = 80;

interface PictureDialogProps {
  editor: Editor;
  /** Pasted or dropped; without one the dialog asks for it. */
  file: File | null;
  onClose: () => void;
}

/** Uploads a picture, asks what it shows, and puts it at the cursor. */
export function PictureDialog({ editor, file, onClose }: PictureDialogProps) {
  const [form] = Form.useForm<{ alt: string }>();
  const upload = useUpload();
  const [picture, setPicture] = useState<Picture | null>(null);
  const begun = useRef(false);
  useEffect(() => {
    if (!file || begun.current) return;
    begun.current = true;
    void upload.start(file).then(setPicture);
  }, [file, upload]);
  const insert = ({ alt }: { alt: string }): void => {
    if (!picture) return;
    onClose();
    editor.chain().focus().setImage({ src: picture.url, alt: alt.trim() }).run();
  };
  return (
    <Modal
      open
      title="插入图片"
      okText="插入"
      okButtonProps={{ disabled: !picture }}
      cancelText="返回"
      mask={{ closable: false }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form form={form} layout="vertical" onFinish={insert}>
        <PictureField upload={upload} text={picture ? '换一张图片' : '选择图片'} onPicture={setPicture}>
          <span className="soft">JPG、PNG 或 WebP，最大 8 MB</span>
        </PictureField>
        {picture && <img className="picture-shown" src={`${picture.url}?w=640`} alt="" />}
        <Form.Item
          name="alt"
          label="图片说明"
          extra="写出图上有什么。看不见图的居民听到的就是这句话。"
          rules={[{ required: true, whitespace: true, message: '请写图片说明' }]}
        >
          <Input maxLength={ALT_MAX} showCount autoComplete="off" />
        </Form.Item>
        <button type="submit" hidden />
      </Form>
    </Modal>
  );
}
